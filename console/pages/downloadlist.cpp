#include "pages/downloadlist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "actions/icons.h"
#include "models/words.h"
#include "widgets/look.h"

namespace cs {

namespace {

constexpr int Thousandths = 1000;

}  // namespace

DownloadList::DownloadList(RecordingDownloads &downloads, QWidget *parent)
    : QWidget(parent),
      m_downloads(downloads),
      m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::tiny);
    setVisible(false);
    connect(&downloads, &RecordingDownloads::started, this, &DownloadList::add);
    connect(&downloads, &RecordingDownloads::progressed, this, &DownloadList::update);
    connect(&downloads, &RecordingDownloads::finished, this, &DownloadList::remove);
    // A window that was made anew finds them under way.
    for (const FileName &file : downloads.files())
        add(file);
}

DownloadList::~DownloadList() = default;

void DownloadList::add(const FileName &file)
{
    const QString &name = file.toString();
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(name, line);
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *progress = new QProgressBar(line);
    // Moves to and fro until it is known how much there is.
    progress->setRange(0, 0);
    progress->setAccessibleName(tr("Download of %1").arg(name));
    auto *stop = new QPushButton(icon(QStringLiteral("close")), {}, line);
    setLook(*stop, Look::Quiet);
    stop->setAccessibleName(tr("Stop the download of %1").arg(name));
    stop->setToolTip(tr("Stop this download"));
    connect(stop, &QPushButton::clicked, this, [this, file] { m_downloads.cancel(file); });
    row->addWidget(label, 1);
    row->addWidget(progress, 1);
    row->addWidget(stop);
    m_layout->addWidget(line);
    m_lines[name] = {line, progress};
    setVisible(true);
}

void DownloadList::update(const FileName &file, qint64 doneBytes, qint64 totalBytes)
{
    const auto found = m_lines.find(file.toString());
    if (found == m_lines.end())
        return;
    QProgressBar &progress = *found->second.progress;
    if (totalBytes <= 0)
        return;
    progress.setRange(0, Thousandths);
    progress.setValue(static_cast<int>(double(doneBytes) / double(totalBytes) * Thousandths));
    progress.setFormat(tr("%1 of %2").arg(sizeWords(doneBytes), sizeWords(totalBytes)));
}

void DownloadList::remove(const FileName &file)
{
    const auto found = m_lines.find(file.toString());
    if (found == m_lines.end())
        return;
    // Its own button may have ended it.
    found->second.widget->hide();
    found->second.widget->deleteLater();
    m_lines.erase(found);
    setVisible(!m_lines.empty());
}

}  // namespace cs

#include "moc_downloadlist.cpp"
