#include "pages/camerafilter.h"

#include <QGuiApplication>
#include <QPalette>

#include "pages/camerawords.h"

namespace cs {

namespace {

bool mayHaveChanged(int column)
{
    return column != CameraModel::Name && column != CameraModel::Device;
}

}  // namespace

CameraFilter::CameraFilter(CameraModel &cameras, QObject *parent) : QSortFilterProxyModel(parent), m_cameras(cameras)
{
    setSourceModel(&cameras);
    setSortRole(CameraModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

CameraFilter::~CameraFilter() = default;

void CameraFilter::setText(const QString &text)
{
    if (std::exchange(m_text, text.trimmed()) == text.trimmed())
        return;
    // As one change of the layout: rows that come and go in hundreds of places would each be a change of its own.
    invalidate();
}

CameraId CameraFilter::deviceAt(int row) const
{
    const QModelIndex source = mapToSource(index(row, 0));
    return source.isValid() ? m_cameras.entry(source.row()).row.device : CameraId();
}

int CameraFilter::rowOf(CameraId device) const
{
    const int row = m_cameras.rowOf(device);
    return row < 0 ? -1 : mapFromSource(m_cameras.index(row, 0)).row();
}

QVariant CameraFilter::data(const QModelIndex &index, int role) const
{
    if (m_cameras.isStale() && mayHaveChanged(index.column())) {
        if (role == Qt::DisplayRole)
            return index.column() == CameraModel::Status ? CameraWords::notKnown() : QStringLiteral("–");
        if (role == Qt::ForegroundRole)
            return QGuiApplication::palette().color(QPalette::Disabled, QPalette::Text);
        if (role == Qt::DecorationRole || role == Qt::ToolTipRole)
            return {};
    }
    return QSortFilterProxyModel::data(index, role);
}

bool CameraFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    if (m_text.isEmpty())
        return true;
    const api::CameraRow &camera = m_cameras.entry(row).row;
    const auto has = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return has(camera.name) || has(camera.device.toString()) || has(camera.resolution) || has(camera.reason)
           || has(cameraStatusText(camera.status));
}

}  // namespace cs

#include "moc_camerafilter.cpp"
