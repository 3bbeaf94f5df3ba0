#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>

#include "widgets/pictureview.h"

namespace cs {

// What a person reads or presses.
inline bool isControl(const QWidget &widget)
{
    return !qobject_cast<const QScrollBar *>(&widget)
           && (qobject_cast<const QAbstractButton *>(&widget) || qobject_cast<const QLabel *>(&widget)
               || qobject_cast<const QLineEdit *>(&widget) || qobject_cast<const QComboBox *>(&widget)
               || qobject_cast<const QAbstractSlider *>(&widget) || qobject_cast<const QAbstractItemView *>(&widget)
               || qobject_cast<const PictureView *>(&widget));
}

// Controls below `room` that reach out of what they stand in, cover each other or are narrower than their words, in
// words; what a view or a box is made of is its own matter.
inline QStringList roomFaults(const QWidget &room)
{
    QStringList faults;
    std::vector<std::pair<QRect, QString>> seen;
    for (const auto *widget : room.findChildren<QWidget *>()) {
        if (!widget->isVisible() || !isControl(*widget))
            continue;
        bool isPart = false;
        for (const QWidget *above = widget->parentWidget(); above && above != &room; above = above->parentWidget())
            isPart = isPart || isControl(*above);
        if (isPart)
            continue;
        const QString name =
            QStringLiteral("%1 \"%2\"").arg(QLatin1String(widget->metaObject()->className()), widget->accessibleName());
        if (!widget->parentWidget()->rect().contains(widget->geometry()))
            faults << name + QStringLiteral(" reaches out");
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        if (button && button->width() < button->minimumSizeHint().width())
            faults << name + QStringLiteral(" is cut");
        const QRect place(widget->mapTo(&room, QPoint()), widget->size());
        for (const auto &[other, otherName] : seen) {
            if (place.intersects(other))
                faults << name + QStringLiteral(" covers ") + otherName;
        }
        seen.emplace_back(place, name);
    }
    return faults;
}

}  // namespace cs
