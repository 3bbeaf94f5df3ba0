#include "pages/recordingfilterbar.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "models/cameramodel.h"
#include "widgets/look.h"

namespace cs {

namespace {

// Many events of many cameras cost one look at their names.
constexpr auto FillAfter = std::chrono::milliseconds(200);

// What is not torn apart at the end of a row.
QWidget *together(std::initializer_list<QWidget *> widgets)
{
    auto *pair = new QWidget;
    auto *row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    for (QWidget *widget : widgets)
        row->addWidget(widget);
    return pair;
}

}  // namespace

RecordingFilterBar::RecordingFilterBar(CameraModel &cameras, QWidget *parent)
    : QWidget(parent),
      m_cameras(cameras),
      m_row(new WrapRow(this)),
      m_camera(new QComboBox(this)),
      m_byDay(new QCheckBox(tr("Only of this day"), this)),
      m_day(new QDateEdit(QDate::currentDate(), this))
{
    m_camera->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_camera->setMinimumContentsLength(18);
    m_day->setCalendarPopup(true);
    m_day->setAccessibleName(tr("Day of the recordings"));
    m_day->setDisplayFormat(locale().dateFormat(QLocale::ShortFormat));
    m_day->setMinimumWidth(m_day->fontMetrics().averageCharWidth() * 18);
    m_day->setEnabled(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_row);
    m_row->add(together({makeFieldLabel(tr("Camera"), *m_camera, this), m_camera}));
    m_row->add(together({m_byDay, m_day}));
    fillCameras();
    m_fill.setSingleShot(true);
    m_fill.setInterval(FillAfter);
    connect(&m_fill, &QTimer::timeout, this, &RecordingFilterBar::fillCameras);
    const auto fillSoon = [this] {
        if (!m_fill.isActive())
            m_fill.start();
    };
    connect(&cameras, &CameraModel::cameraChanged, this, fillSoon);
    connect(&cameras, &CameraModel::cameraRemoved, this, fillSoon);
    connect(&cameras, &QAbstractItemModel::modelReset, this, fillSoon);
    connect(m_camera, &QComboBox::currentIndexChanged, this, &RecordingFilterBar::tell);
    connect(m_byDay, &QCheckBox::toggled, m_day, &QWidget::setEnabled);
    connect(m_byDay, &QCheckBox::toggled, this, &RecordingFilterBar::tell);
    connect(m_day, &QDateEdit::dateChanged, this, &RecordingFilterBar::tell);
}

RecordingFilterBar::~RecordingFilterBar() = default;

RecordingFilter RecordingFilterBar::filter() const
{
    RecordingFilter filter;
    filter.device = CameraId::parse(m_camera->currentData().toString());
    if (m_byDay->isChecked())
        filter.day = m_day->date();
    return filter;
}

void RecordingFilterBar::setFilter(const RecordingFilter &filter)
{
    {
        const QSignalBlocker quietCamera(m_camera);
        const QSignalBlocker quietSwitch(m_byDay);
        const QSignalBlocker quietDay(m_day);
        const QString wanted = filter.device ? filter.device->toString() : QString();
        if (m_camera->findData(wanted) < 0)
            m_camera->addItem(wanted, wanted);
        m_camera->setCurrentIndex(m_camera->findData(wanted));
        m_byDay->setChecked(filter.day.has_value());
        m_day->setEnabled(filter.day.has_value());
        if (filter.day)
            m_day->setDate(*filter.day);
    }
    tell();
}

void RecordingFilterBar::fillCameras()
{
    // What is chosen from just now stays under the person's hands.
    if (m_camera->view()->isVisible())
        return;
    QList<std::pair<QString, QString>> wanted{{tr("All cameras"), QString()}};
    for (int row = 0; row < m_cameras.rowCount(); ++row) {
        const api::CameraRow &camera = m_cameras.entry(row).row;
        wanted.append({camera.name.isEmpty() ? camera.device.toString() : camera.name, camera.device.toString()});
    }
    const QString chosen = m_camera->currentData().toString();
    const auto isChosen = [&chosen](const auto &item) { return item.second == chosen; };
    if (std::none_of(wanted.begin(), wanted.end(), isChosen))
        wanted.append({chosen, chosen});
    bool same = wanted.size() == m_camera->count();
    for (int i = 0; same && i < m_camera->count(); ++i)
        same = m_camera->itemText(i) == wanted[i].first && m_camera->itemData(i).toString() == wanted[i].second;
    if (same)
        return;
    const QSignalBlocker quiet(m_camera);
    m_camera->clear();
    for (const auto &[text, device] : wanted)
        m_camera->addItem(text, device);
    m_camera->setCurrentIndex(m_camera->findData(chosen));
}

void RecordingFilterBar::tell()
{
    const RecordingFilter now = filter();
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT filterChanged(now);
}

}  // namespace cs

#include "moc_recordingfilterbar.cpp"
