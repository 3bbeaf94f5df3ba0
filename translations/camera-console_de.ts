<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Cameras as pictures</source>
        <translation>Kameras als Bilder</translation>
    </message>
    <message>
        <source>Cameras as a table</source>
        <translation>Kameras als Tabelle</translation>
    </message>
    <message>
        <source>Open the camera</source>
        <translation>Kamera öffnen</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>Schnappschuss machen</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Aufnahme starten</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufnahme beenden</translation>
    </message>
    <message>
        <source>Copy the stream address</source>
        <translation>Stream-Adresse kopieren</translation>
    </message>
    <message>
        <source>Play the recording</source>
        <translation>Aufnahme abspielen</translation>
    </message>
    <message>
        <source>Download the recording</source>
        <translation>Aufnahme herunterladen</translation>
    </message>
    <message>
        <source>Stop the download</source>
        <translation>Download anhalten</translation>
    </message>
    <message>
        <source>Delete the recording</source>
        <translation>Aufnahme löschen</translation>
    </message>
    <message>
        <source>Show all recordings</source>
        <translation>Alle Aufnahmen zeigen</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>Edit the user</source>
        <translation>Benutzer bearbeiten</translation>
    </message>
    <message>
        <source>Enable or disable the user</source>
        <translation>Benutzer sperren oder freigeben</translation>
    </message>
    <message>
        <source>Reset the password</source>
        <translation>Passwort zurücksetzen</translation>
    </message>
    <message>
        <source>Delete the user</source>
        <translation>Benutzer löschen</translation>
    </message>
    <message>
        <source>End the session</source>
        <translation>Sitzung beenden</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Mein Passwort ändern</translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation>Jetzt verbinden</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Design</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Design</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>Design des Systems</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Play on or pause</source>
        <translation>Weiterspielen oder anhalten</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Find a camera</source>
        <translation>Kamera suchen</translation>
    </message>
</context>
<context>
    <name>ConsoleOptions</name>
    <message>
        <source>The server to sign in to: HOST, HOST:PORT or an address with wss://.</source>
        <translation>Der Server, an dem Sie sich anmelden: HOST, HOST:PORT oder eine Adresse mit wss://.</translation>
    </message>
    <message>
        <source>The user to sign in as.</source>
        <translation>Der Benutzer, als der Sie sich anmelden.</translation>
    </message>
    <message>
        <source>Watch, record and play back the cameras of a camera service.</source>
        <translation>Kameras eines Kameradienstes ansehen, aufnehmen und wiedergeben.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no option.</source>
        <translation>„%1“ ist keine Option.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no address of a server; camera.example, 192.0.2.7:8002 or wss://camera.example:8002/ws would be one.</source>
        <translation>„%1“ ist keine Adresse eines Servers; kamera.example, 192.0.2.7:8002 oder wss://kamera.example:8002/ws wäre eine.</translation>
    </message>
</context>
<context>
    <name>cs::CameraCommands</name>
    <message>
        <source>Snapshot of %1 saved: %2 (%3, %4)</source>
        <translation>Schnappschuss von %1 gespeichert: %2 (%3, %4)</translation>
    </message>
    <message>
        <source>%1 is being recorded: %2</source>
        <translation>%1 wird aufgenommen: %2</translation>
    </message>
    <message>
        <source>Recording of %1 saved: %2 (%3, %4)</source>
        <translation>Aufnahme von %1 gespeichert: %2 (%3, %4)</translation>
    </message>
    <message>
        <source>No snapshot of %1. %2</source>
        <translation>Kein Schnappschuss von %1. %2</translation>
    </message>
    <message>
        <source>%1 is not being recorded. %2</source>
        <translation>%1 wird nicht aufgenommen. %2</translation>
    </message>
    <message>
        <source>The recording of %1 goes on. %2</source>
        <translation>Die Aufnahme von %1 läuft weiter. %2</translation>
    </message>
    <message>
        <source>No address for %1. %2</source>
        <translation>Keine Adresse für %1. %2</translation>
    </message>
    <message>
        <source>The RTSP address of %1 is copied. A player can start with it until %2.</source>
        <translation>Die RTSP-Adresse von %1 ist kopiert. Ein Player kann damit bis %2 beginnen.</translation>
    </message>
</context>
<context>
    <name>cs::CameraGrid</name>
    <message>
        <source>Live pictures</source>
        <translation>Live-Bilder</translation>
    </message>
</context>
<context>
    <name>cs::CameraModel</name>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Pictures/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>Viewers</source>
        <translation>Zuschauer</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>nimmt auf</translation>
    </message>
</context>
<context>
    <name>cs::CameraPage</name>
    <message>
        <source>Last events of this camera</source>
        <translation>Letzte Ereignisse dieser Kamera</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
    <message>
        <source>This camera was removed, or you may not see it any more</source>
        <translation>Diese Kamera wurde entfernt, oder Sie dürfen sie nicht mehr sehen</translation>
    </message>
    <message numerus="yes">
        <source>%n watching</source>
        <translation>
            <numerusform>%n Zuschauer</numerusform>
            <numerusform>%n Zuschauer</numerusform>
        </translation>
    </message>
    <message>
        <source>Being recorded: %1</source>
        <translation>Wird aufgenommen: %1</translation>
    </message>
</context>
<context>
    <name>cs::CameraSide</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Addresses for other players</source>
        <translation>Adressen für andere Player</translation>
    </message>
</context>
<context>
    <name>cs::CameraWords</name>
    <message>
        <source>Not known: the connection is lost</source>
        <translation>Unbekannt: die Verbindung ist verloren</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>pictures in a second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
</context>
<context>
    <name>cs::CamerasPage</name>
    <message>
        <source>There is no camera that you may see.</source>
        <translation>Es gibt keine Kamera, die Sie sehen dürfen.</translation>
    </message>
    <message>
        <source>Find a camera</source>
        <translation>Kamera suchen</translation>
    </message>
    <message>
        <source>Shows the cameras whose name, state or size contain this text</source>
        <translation>Zeigt die Kameras, in deren Name, Zustand oder Größe dieser Text vorkommt</translation>
    </message>
    <message>
        <source>Cameras as a table</source>
        <translation>Kameras als Tabelle</translation>
    </message>
    <message>
        <source>%1 of %2 connected</source>
        <translation>%1 von %2 verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n gezeigt</numerusform>
            <numerusform>%n gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>No camera chosen</source>
        <translation>Keine Kamera gewählt</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
</context>
<context>
    <name>cs::CertificatePanel</name>
    <message>
        <source>Fingerprint (SHA-256) of this certificate</source>
        <translation>Fingerabdruck (SHA-256) dieses Zertifikats</translation>
    </message>
    <message>
        <source>Fingerprint of the certificate that was accepted</source>
        <translation>Fingerabdruck des Zertifikats, dem Sie vertraut haben</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
    <message>
        <source>This is not the server you know</source>
        <translation>Das ist nicht der bekannte Server</translation>
    </message>
    <message>
        <source>Is this the right server?</source>
        <translation>Ist das der richtige Server?</translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one that was accepted before. Somebody may stand between you and the server, so nothing was sent. Ask whoever runs the server. Only if the certificate was really replaced: remove the server in the settings and sign in anew.</source>
        <translation>%1 zeigt ein anderes Zertifikat als das, dem Sie vertraut haben. Womöglich steht jemand zwischen Ihnen und dem Server; darum wurde nichts gesendet. Fragen Sie, wer den Server betreibt. Nur wenn das Zertifikat wirklich ersetzt wurde: Entfernen Sie den Server in den Einstellungen und melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Nobody vouches for the certificate of %1. Compare the fingerprint with the one the server shows at its start, or ask whoever runs it. Nothing was sent so far.</source>
        <translation>Niemand bürgt für das Zertifikat von %1. Vergleichen Sie den Fingerabdruck mit dem, den der Server beim Start zeigt, oder fragen Sie, wer ihn betreibt. Bisher wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cs::CommandPalette</name>
    <message>
        <source>No command is called that.</source>
        <translation>So heißt kein Befehl.</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Type a part of a command</source>
        <translation>Teil eines Befehls eingeben</translation>
    </message>
    <message>
        <source>Up and Down choose, Enter does it, Escape leaves</source>
        <translation>Auf und Ab wählen, Eingabe führt aus, Escape schließt</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>cs::ConfirmDialog</name>
    <message>
        <source>What it concerns</source>
        <translation>Was betroffen ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cs::ConnectionBanner</name>
    <message numerus="yes">
        <source>Next try in %n s</source>
        <translation>
            <numerusform>Nächster Versuch in %n s</numerusform>
            <numerusform>Nächster Versuch in %n s</numerusform>
        </translation>
    </message>
    <message>
        <source>Trying …</source>
        <translation>Versuch läuft …</translation>
    </message>
</context>
<context>
    <name>cs::ConnectionStatus</name>
    <message>
        <source>%1 – %2</source>
        <comment>state of the connection, server</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, signed in as %2 (%3)</source>
        <comment>state and server, user, role</comment>
        <translation>%1, angemeldet als %2 (%3)</translation>
    </message>
</context>
<context>
    <name>cs::ConsoleWindow</name>
    <message>
        <source>Your password is changed.</source>
        <translation>Ihr Passwort ist geändert.</translation>
    </message>
</context>
<context>
    <name>cs::DownloadList</name>
    <message>
        <source>Download of %1</source>
        <translation>Download von %1</translation>
    </message>
    <message>
        <source>Stop the download of %1</source>
        <translation>Download von %1 anhalten</translation>
    </message>
    <message>
        <source>Stop this download</source>
        <translation>Diesen Download anhalten</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>cs::EventLogModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>%1 is connected</source>
        <translation>%1 ist verbunden</translation>
    </message>
    <message>
        <source>%1 is not connected</source>
        <translation>%1 ist nicht verbunden</translation>
    </message>
    <message>
        <source>Recording begun: %1</source>
        <translation>Aufnahme begonnen: %1</translation>
    </message>
    <message>
        <source>Recording failed: %1</source>
        <translation>Aufnahme gescheitert: %1</translation>
    </message>
    <message>
        <source>Recording ended after %1: %2</source>
        <translation>Aufnahme beendet nach %1: %2</translation>
    </message>
    <message>
        <source>Snapshot taken: %1</source>
        <translation>Schnappschuss gemacht: %1</translation>
    </message>
    <message>
        <source>Snapshot failed</source>
        <translation>Schnappschuss gescheitert</translation>
    </message>
    <message>
        <source>The service is ready</source>
        <translation>Der Dienst ist bereit</translation>
    </message>
    <message>
        <source>The service is ending</source>
        <translation>Der Dienst wird beendet</translation>
    </message>
    <message>
        <source>The service reports a failure</source>
        <translation>Der Dienst meldet einen Fehler</translation>
    </message>
    <message>
        <source>Recording failed: %1 (%2)</source>
        <comment>why, file</comment>
        <translation>Aufnahme fehlgeschlagen: %1 (%2)</translation>
    </message>
</context>
<context>
    <name>cs::EventsDrawer</name>
    <message>
        <source>Close the events</source>
        <translation>Ereignisse schließen</translation>
    </message>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, neueste zuerst</translation>
    </message>
    <message>
        <source>Nothing has happened since you signed in.</source>
        <translation>Seit Ihrer Anmeldung ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
</context>
<context>
    <name>cs::MainWindow</name>
    <message>
        <source>&amp;Console</source>
        <translation>&amp;Konsole</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>C&amp;amera</source>
        <translation>Ka&amp;mera</translation>
    </message>
    <message>
        <source>&amp;Recording</source>
        <translation>Aufnahm&amp;e</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Benutzer</translation>
    </message>
    <message>
        <source>%1 – Camera console</source>
        <translation>%1 – Kamerakonsole</translation>
    </message>
</context>
<context>
    <name>cs::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>cs::PasswordDialog</name>
    <message>
        <source>Change my password</source>
        <translation>Mein Passwort ändern</translation>
    </message>
    <message>
        <source>Your other sessions end with it.</source>
        <translation>Ihre anderen Sitzungen enden damit.</translation>
    </message>
</context>
<context>
    <name>cs::PasswordPanel</name>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Password so far</source>
        <translation>Bisheriges Passwort</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Fill in all three fields.</source>
        <translation>Füllen Sie alle drei Felder aus.</translation>
    </message>
    <message>
        <source>The new passwords are not the same.</source>
        <translation>Die neuen Passwörter sind nicht gleich.</translation>
    </message>
</context>
<context>
    <name>cs::PasswordWords</name>
    <message>
        <source>At least %1 characters. Neither the name of the user nor a password that many people have; a few words that do not belong together are good.</source>
        <translation>Mindestens %1 Zeichen. Weder der Name des Benutzers noch ein Passwort, das viele haben; gut sind ein paar Wörter, die nicht zusammengehören.</translation>
    </message>
    <message>
        <source>The password is too short: it must have at least %1 characters.</source>
        <translation>Das Passwort ist zu kurz: Es muss mindestens %1 Zeichen haben.</translation>
    </message>
    <message>
        <source>The password is too long: it may have %1 bytes at most.</source>
        <translation>Das Passwort ist zu lang: Es darf höchstens %1 Bytes haben.</translation>
    </message>
    <message>
        <source>The password so far is another one.</source>
        <translation>Das bisherige Passwort ist ein anderes.</translation>
    </message>
    <message>
        <source>The new password must be another one than before.</source>
        <translation>Das neue Passwort muss ein anderes sein als bisher.</translation>
    </message>
    <message>
        <source>The password must not be made from the user&apos;s name.</source>
        <translation>Das Passwort darf nicht aus dem Namen des Benutzers gebildet sein.</translation>
    </message>
    <message>
        <source>Many people have this password, so it is tried first. Take a less usual one.</source>
        <translation>Dieses Passwort haben viele, deshalb wird es zuerst versucht. Nehmen Sie ein weniger gewöhnliches.</translation>
    </message>
</context>
<context>
    <name>cs::PictureView</name>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>You may not watch this camera</source>
        <translation>Diese Kamera dürfen Sie nicht sehen</translation>
    </message>
    <message>
        <source>This camera was removed, or you may not see it any more</source>
        <translation>Diese Kamera wurde entfernt, oder Sie dürfen sie nicht mehr sehen</translation>
    </message>
    <message>
        <source>The camera is off</source>
        <translation>Die Kamera ist aus</translation>
    </message>
    <message>
        <source>The service does not give out the picture</source>
        <translation>Der Dienst gibt das Bild nicht heraus</translation>
    </message>
    <message>
        <source>The server of the picture refuses the connection</source>
        <translation>Der Server des Bildes lehnt die Verbindung ab</translation>
    </message>
    <message>
        <source>The server of the picture does not answer</source>
        <translation>Der Server des Bildes antwortet nicht</translation>
    </message>
    <message>
        <source>The server of the picture wants another sign-in</source>
        <translation>Der Server des Bildes verlangt eine andere Anmeldung</translation>
    </message>
    <message>
        <source>There is no picture at this address</source>
        <translation>Unter dieser Adresse gibt es kein Bild</translation>
    </message>
    <message>
        <source>The connection to the picture is lost</source>
        <translation>Die Verbindung zum Bild ist verloren</translation>
    </message>
    <message>
        <source>This kind of picture cannot be shown</source>
        <translation>Diese Art von Bild kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No picture since %1 s</source>
        <translation>Kein Bild seit %1 s</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Lädt …</translation>
    </message>
    <message>
        <source>Recording, playing</source>
        <translation>Aufnahme, läuft</translation>
    </message>
    <message>
        <source>Recording, paused</source>
        <translation>Aufnahme, angehalten</translation>
    </message>
    <message>
        <source>Recording, at its end</source>
        <translation>Aufnahme, am Ende</translation>
    </message>
    <message>
        <source>Waiting for the rest …</source>
        <translation>Wartet auf den Rest …</translation>
    </message>
</context>
<context>
    <name>cs::PlayerBar</name>
    <message>
        <source>%1×</source>
        <comment>playing speed</comment>
        <translation>%1×</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>an action and its key</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>Komma</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Minus, Plus</source>
        <translation>Minus, Plus</translation>
    </message>
    <message>
        <source>Position and length</source>
        <translation>Position und Länge</translation>
    </message>
</context>
<context>
    <name>cs::RecordingCommands</name>
    <message>
        <source>Save the recording</source>
        <translation>Aufnahme speichern</translation>
    </message>
    <message>
        <source>%1 is saved as %2</source>
        <translation>%1 ist gespeichert als %2</translation>
    </message>
    <message>
        <source>The download of %1 was stopped; another one goes on from here.</source>
        <translation>Der Download von %1 wurde angehalten; ein neuer macht hier weiter.</translation>
    </message>
    <message>
        <source>%1 could not be downloaded. %2</source>
        <translation>%1 konnte nicht heruntergeladen werden. %2</translation>
    </message>
    <message>
        <source>Delete the recording?</source>
        <translation>Aufnahme löschen?</translation>
    </message>
    <message>
        <source>This recording will be deleted for ever, for everybody:</source>
        <translation>Diese Aufnahme wird für immer und für alle gelöscht:</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 is deleted</source>
        <translation>%1 ist gelöscht</translation>
    </message>
    <message>
        <source>%1 could not be deleted. %2</source>
        <translation>%1 konnte nicht gelöscht werden. %2</translation>
    </message>
</context>
<context>
    <name>cs::RecordingFilterBar</name>
    <message>
        <source>Day of the recordings</source>
        <translation>Tag der Aufnahmen</translation>
    </message>
    <message>
        <source>All cameras</source>
        <translation>Alle Kameras</translation>
    </message>
    <message>
        <source>Only of this day</source>
        <translation>Nur von diesem Tag</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
</context>
<context>
    <name>cs::RecordingModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>läuft noch</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
</context>
<context>
    <name>cs::RecordingPlayer</name>
    <message>
        <source>Loading …</source>
        <translation>Lädt …</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Choose a recording and press Return to play it</source>
        <translation>Wählen Sie eine Aufnahme und drücken Sie die Eingabetaste, um sie abzuspielen</translation>
    </message>
</context>
<context>
    <name>cs::RecordingsPage</name>
    <message>
        <source>There are no recordings here.</source>
        <translation>Hier sind keine Aufnahmen.</translation>
    </message>
    <message>
        <source>%1 cannot be played. %2</source>
        <translation>%1 kann nicht abgespielt werden. %2</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>No recording chosen</source>
        <translation>Keine Aufnahme gewählt</translation>
    </message>
    <message>
        <source>As last seen: the connection is lost</source>
        <translation>Stand von vorhin: die Verbindung ist verloren</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s)</source>
        <translation>
            <numerusform>%n Aufnahme</numerusform>
            <numerusform>%n Aufnahmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n gefunden</numerusform>
            <numerusform>%n gefunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cs::SecretDialog</name>
    <message>
        <source>First password</source>
        <translation>Erstes Passwort</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Password of %1</source>
        <translation>Passwort von %1</translation>
    </message>
    <message>
        <source>Hand it on safely: it is not shown again. It has to be changed at the next sign-in.</source>
        <translation>Geben Sie es sicher weiter: Es wird nicht noch einmal gezeigt. Bei der nächsten Anmeldung muss es geändert werden.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
</context>
<context>
    <name>cs::ServerList</name>
    <message>
        <source>%1 at %2</source>
        <translation>%1 auf %2</translation>
    </message>
</context>
<context>
    <name>cs::SessionModel</name>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Last call</source>
        <translation>Letzter Aufruf</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (diese)</translation>
    </message>
</context>
<context>
    <name>cs::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window is shown anew in the language you choose.</source>
        <translation>Das Fenster erscheint neu in der gewählten Sprache.</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>Sprache des Systems</translation>
    </message>
    <message>
        <source>Remembered servers</source>
        <translation>Gemerkte Server</translation>
    </message>
    <message>
        <source>A server that is removed takes its accepted certificate and its sign-in in the keychain along.</source>
        <translation>Mit einem entfernten Server gehen auch das Vertrauen in sein Zertifikat und die Anmeldung im Schlüsselbund.</translation>
    </message>
    <message>
        <source>Remove the server</source>
        <translation>Server entfernen</translation>
    </message>
    <message>
        <source>My sign-in</source>
        <translation>Meine Anmeldung</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Camera console %1, with Qt %2</source>
        <translation>Kamerakonsole %1, mit Qt %2</translation>
    </message>
    <message>
        <source>Remove the server?</source>
        <translation>Server entfernen?</translation>
    </message>
    <message>
        <source>You will have to sign in there anew:</source>
        <translation>Sie müssen sich dort neu anmelden:</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>cs::SignInFlow</name>
    <message>
        <source>Type the name of the user.</source>
        <translation>Geben Sie den Benutzer ein.</translation>
    </message>
    <message>
        <source>Type the password.</source>
        <translation>Geben Sie das Passwort ein.</translation>
    </message>
</context>
<context>
    <name>cs::SignInForm</name>
    <message>
        <source>Stay signed in on this computer</source>
        <translation>Auf diesem Rechner angemeldet bleiben</translation>
    </message>
    <message>
        <source>camera.example.org</source>
        <translation>kamera.example.org</translation>
    </message>
    <message>
        <source>6 digits or a recovery code</source>
        <translation>6 Ziffern oder ein Notfallcode</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung läuft</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Code of the authenticator</source>
        <translation>Code des Authenticators</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
</context>
<context>
    <name>cs::SignInPage</name>
    <message>
        <source>A new password, please</source>
        <translation>Bitte ein neues Passwort</translation>
    </message>
    <message>
        <source>The password you signed in with was meant for the first time only.</source>
        <translation>Das Passwort dieser Anmeldung war nur für das erste Mal gedacht.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Camera console</source>
        <translation>Kamerakonsole</translation>
    </message>
</context>
<context>
    <name>cs::StateOverlay</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Lädt …</translation>
    </message>
</context>
<context>
    <name>cs::StreamAddresses</name>
    <message>
        <source>Browser</source>
        <translation>Browser</translation>
    </message>
    <message>
        <source>%1 address</source>
        <translation>%1-Adresse</translation>
    </message>
    <message>
        <source>Copy the %1 address</source>
        <translation>%1-Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy the %1 address with a fresh token</source>
        <translation>%1-Adresse mit frischem Token kopieren</translation>
    </message>
    <message>
        <source>The %1 address could not be fetched. %2</source>
        <translation>Die %1-Adresse war nicht zu bekommen. %2</translation>
    </message>
    <message>
        <source>The %1 address is copied. A player can start with it until %2.</source>
        <translation>Die %1-Adresse ist kopiert. Ein Player kann damit bis %2 beginnen.</translation>
    </message>
</context>
<context>
    <name>cs::UserActions</name>
    <message>
        <source>%1 is saved.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>%1 may sign in again.</source>
        <translation>%1 darf sich wieder anmelden.</translation>
    </message>
    <message>
        <source>%1 may not sign in any more.</source>
        <translation>%1 darf sich nicht mehr anmelden.</translation>
    </message>
    <message>
        <source>Disable the user?</source>
        <translation>Benutzer sperren?</translation>
    </message>
    <message>
        <source>All that %1 has open ends at once: sessions, streams and downloads.</source>
        <translation>Alles, was %1 offen hat, endet sofort: Sitzungen, Streams und Downloads.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Reset the password?</source>
        <translation>Passwort zurücksetzen?</translation>
    </message>
    <message>
        <source>%1 gets a new first password, which is shown once. The password so far does not hold any more.</source>
        <translation>%1 bekommt ein neues erstes Passwort, das einmal gezeigt wird. Das bisherige gilt dann nicht mehr.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>%1 has a new password.</source>
        <translation>%1 hat ein neues Passwort.</translation>
    </message>
    <message>
        <source>Delete the user?</source>
        <translation>Benutzer löschen?</translation>
    </message>
    <message>
        <source>This user goes with all sessions, keys and grants, and cannot be brought back:</source>
        <translation>Dieser Benutzer geht mit allen Sitzungen, Schlüsseln und Freigaben und kann nicht zurückgeholt werden:</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 ist gelöscht.</translation>
    </message>
    <message>
        <source>This is the session of this console: you will be signed out.</source>
        <translation>Das ist die Sitzung dieser Konsole: Sie werden abgemeldet.</translation>
    </message>
    <message>
        <source>%1 is signed out at once.</source>
        <translation>%1 wird sofort abgemeldet.</translation>
    </message>
    <message>
        <source>End the session?</source>
        <translation>Sitzung beenden?</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>The session is ended.</source>
        <translation>Die Sitzung ist beendet.</translation>
    </message>
</context>
<context>
    <name>cs::UserDialog</name>
    <message>
        <source>Sees only the cameras that were granted</source>
        <translation>Sieht nur die freigegebenen Kameras</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Darf sich anmelden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Create the user</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Edit the user</source>
        <translation>Benutzer bearbeiten</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>The service makes a first password. It is shown once and has to be changed at the first sign-in.</source>
        <translation>Der Dienst macht ein erstes Passwort. Es wird einmal gezeigt und muss bei der ersten Anmeldung geändert werden.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Voller Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
</context>
<context>
    <name>cs::UserModel</name>
    <message>
        <source>viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Darf sich anmelden</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>Last sign-in</source>
        <translation>Letzte Anmeldung</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>some</source>
        <translation>einige</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
</context>
<context>
    <name>cs::UsersPage</name>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>There are no users.</source>
        <translation>Es gibt keine Benutzer.</translation>
    </message>
    <message>
        <source>Who is signed in</source>
        <translation>Wer angemeldet ist</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Niemand ist angemeldet.</translation>
    </message>
</context>
<context>
    <name>cs::Words</name>
    <message>
        <source>The service cannot be reached. Check the address and the network.</source>
        <translation>Der Dienst ist nicht zu erreichen. Prüfen Sie Adresse und Netz.</translation>
    </message>
    <message>
        <source>Something else than a camera service answers there. Check the address.</source>
        <translation>Dort antwortet etwas anderes als ein Kameradienst. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>User or password is wrong, or the user is disabled.</source>
        <translation>Benutzer oder Passwort ist falsch, oder der Benutzer ist gesperrt.</translation>
    </message>
    <message>
        <source>Enter the code that your authenticator shows.</source>
        <translation>Geben Sie den Code ein, den Ihr Authenticator zeigt.</translation>
    </message>
    <message>
        <source>The code is wrong or was used before. Enter the next one.</source>
        <translation>Der Code ist falsch oder wurde schon benutzt. Geben Sie den nächsten ein.</translation>
    </message>
    <message>
        <source>Too many tries. Wait a little and try again.</source>
        <translation>Zu viele Versuche. Warten Sie etwas und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This user was disabled or removed. Ask an administrator.</source>
        <translation>Dieser Benutzer wurde gesperrt oder entfernt. Fragen Sie einen Administrator.</translation>
    </message>
    <message>
        <source>An administrator ended this session. Sign in again.</source>
        <translation>Ein Administrator hat diese Sitzung beendet. Melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>This session was ended elsewhere. Sign in again.</source>
        <translation>Diese Sitzung wurde anderswo beendet. Melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>The sign-in does not hold any more. Sign in again.</source>
        <translation>Die Anmeldung gilt nicht mehr. Melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>Nobody vouches for the certificate of this service.</source>
        <translation>Niemand bürgt für das Zertifikat dieses Dienstes.</translation>
    </message>
    <message>
        <source>The service shows another certificate than the one you accepted. Somebody may be listening in.</source>
        <translation>Der Dienst zeigt ein anderes Zertifikat als das, dem Sie vertraut haben. Womöglich hört jemand mit.</translation>
    </message>
    <message>
        <source>No trusted TLS connection could be made.</source>
        <translation>Es kam keine vertrauenswürdige TLS-Verbindung zustande.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>You may not do that.</source>
        <translation>Das dürfen Sie nicht.</translation>
    </message>
    <message>
        <source>You are not signed in any more.</source>
        <translation>Sie sind nicht mehr angemeldet.</translation>
    </message>
    <message>
        <source>That is not there any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Too much at once. Wait a little and try again.</source>
        <translation>Zu viel auf einmal. Warten Sie etwas und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The service does not accept that: %1</source>
        <translation>Der Dienst nimmt das nicht an: %1</translation>
    </message>
    <message>
        <source>Not possible now: %1</source>
        <translation>Jetzt nicht möglich: %1</translation>
    </message>
    <message>
        <source>The service does not offer that: %1</source>
        <translation>Der Dienst bietet das nicht: %1</translation>
    </message>
    <message>
        <source>Something that the service needs has failed: %1</source>
        <translation>Etwas, das der Dienst braucht, ist gescheitert: %1</translation>
    </message>
    <message>
        <source>That failed: %1</source>
        <translation>Das ist gescheitert: %1</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindung wird aufgebaut</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung läuft</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Connection lost, trying again</source>
        <translation>Verbindung verloren, neuer Versuch läuft</translation>
    </message>
    <message>
        <source>This desktop has no keychain: the sign-in holds for this session only.</source>
        <translation>Dieser Desktop hat keinen Schlüsselbund: Die Anmeldung gilt nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>The keychain is locked: unlock it, or the sign-in holds for this session only.</source>
        <translation>Der Schlüsselbund ist gesperrt: Entsperren Sie ihn, sonst gilt die Anmeldung nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>The keychain refused access: the sign-in holds for this session only.</source>
        <translation>Der Schlüsselbund hat den Zugriff verweigert: Die Anmeldung gilt nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>The keychain does not answer: the sign-in holds for this session only.</source>
        <translation>Der Schlüsselbund antwortet nicht: Die Anmeldung gilt nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>That is no address of a service. Type a name such as camera.example, or wss://camera.example:8002/ws.</source>
        <translation>Das ist keine Adresse eines Dienstes. Schreiben Sie einen Namen wie camera.example oder wss://camera.example:8002/ws.</translation>
    </message>
    <message>
        <source>The password was changed. Sign in with the new one.</source>
        <translation>Das Passwort wurde geändert. Melden Sie sich mit dem neuen an.</translation>
    </message>
    <message>
        <source>The keychain failed: the sign-in holds for this session only. Start the console anew to have it kept.</source>
        <translation>Der Schlüsselbund ist gescheitert: Die Anmeldung gilt nur für diese Sitzung. Starten Sie die Konsole neu, damit sie behalten wird.</translation>
    </message>
    <message>
        <source>Another running console uses the kept sign-in: with the password, this one holds for this session only.</source>
        <translation>Eine andere laufende Konsole benutzt die behaltene Anmeldung: Mit dem Passwort gilt diese hier nur für diese Sitzung.</translation>
    </message>
</context>
</TS>
