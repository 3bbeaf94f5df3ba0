"""The checker finds what it is there to find."""

import unittest

import treecheck


class ReadingOrder(unittest.TestCase):
    def test_right_of_it_comes_after(self):
        self.assertFalse(treecheck.is_before((120, 10, 100, 30), (10, 10, 100, 30)))

    def test_left_in_the_same_line_comes_before(self):
        self.assertTrue(treecheck.is_before((10, 12, 100, 30), (120, 10, 100, 30)))

    def test_below_comes_after_also_further_left(self):
        self.assertFalse(treecheck.is_before((10, 50, 100, 30), (300, 10, 100, 30)))

    def test_above_and_not_to_the_right_comes_before(self):
        self.assertTrue(treecheck.is_before((10, 10, 100, 30), (10, 50, 100, 30)))

    def test_the_top_of_a_column_to_the_right_comes_after(self):
        self.assertFalse(treecheck.is_before((300, 10, 100, 30), (10, 500, 100, 30)))


if __name__ == "__main__":
    unittest.main()
