//! The commands and what their exit codes mean.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; for `check` and `check-region`: no errors |
//! | 1 | not done, and nothing was changed; for `check` and `check-region`: errors |
//! | 2 | the file, the folder, the address or the command line itself cannot be used |

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgAction, Parser, Subcommand};
use jiff::Timestamp;
use raupe_core::calendar::berlin;
use raupe_core::feed::Severity;

use crate::export::{self, ExportError, Format};
use crate::publish::{self, Broken, Order, PublishError};
use crate::source::{self, SourceError};
use crate::{check, compress, files, german, keys, region, serve};

const FAILED: u8 = 1;
const UNUSABLE: u8 = 2;

/// clap's own template has English headings.
const HELP: &str = "{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "raupe",
    version,
    about = "Raupe: prüft, veröffentlicht und zeigt die Angebote eines Landkreises für Familien.",
    override_usage = "raupe BEFEHL [ANGABEN]",
    after_help = "Hilfe zu einem Befehl: raupe BEFEHL --help",
    help_template = HELP,
    subcommand_help_heading = "Befehle",
    next_help_heading = "Optionen",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Diese Hilfe zeigen
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = 1000)]
    help: Option<bool>,
    /// Die Fassung des Programms zeigen
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Eine Datei prüfen: jeder Fund in einer Zeile, dann eine Zusammenfassung
    #[command(
        help_template = HELP,
        override_usage = "raupe check DATEI [--region NAME] [--settings DATEI]",
        after_help = "Ergebnis: 0 ohne Fehler, 1 mit Fehlern, 2 wenn die Datei nicht zu lesen ist."
    )]
    Check {
        /// Die Datei mit den Angeboten: Tabelle (.xlsx, .ods, .csv) oder HSDS 3.1 (JSON)
        #[arg(value_name = "DATEI", help_heading = "Angaben")]
        file: PathBuf,
        /// Name des Landkreises; wer dieses Gebiet nennt, meint alle Orte
        #[arg(long, value_name = "NAME", help_heading = "Optionen")]
        region: Option<String>,
        /// Die Einstellungen der App (region.json): ihre Ferien und der Name ihres Feeds
        #[arg(long, value_name = "DATEI", help_heading = "Optionen")]
        settings: Option<PathBuf>,
    },
    /// Die Einstellungen der App prüfen (region.json): was fehlt, nicht stimmt oder veraltet ist
    #[command(
        help_template = HELP,
        override_usage = "raupe check-region DATEI",
        after_help = "Ergebnis: 0 ohne Fehler, 1 mit Fehlern, 2 wenn die Datei nicht zu lesen ist."
    )]
    CheckRegion {
        /// Die Datei mit den Einstellungen, region.json
        #[arg(value_name = "DATEI", help_heading = "Angaben")]
        file: PathBuf,
    },
    /// Eine Datei als nächste Ausgabe des Feeds in einen Ordner schreiben
    #[command(
        help_template = HELP,
        override_usage = "raupe publish DATEI --out ORDNER [OPTIONEN]",
        after_help = "Der Ordner kommt so, wie er ist, auf den Webserver: zuerst alle anderen \
                      Dateien, zuletzt manifest.json.\n\
                      Ergebnis: 0 veröffentlicht oder nichts zu tun, 1 nicht veröffentlicht, 2 wenn \
                      die Datei nicht zu lesen ist."
    )]
    Publish {
        /// Die Datei mit den Angeboten: Tabelle (.xlsx, .ods, .csv) oder HSDS 3.1 (JSON)
        #[arg(value_name = "DATEI", help_heading = "Angaben")]
        file: PathBuf,
        /// Der Ordner des Feeds; er wird bei Bedarf angelegt
        #[arg(long, value_name = "ORDNER", help_heading = "Optionen")]
        out: PathBuf,
        /// Name des Landkreises, wenn er nicht in der Datei steht
        #[arg(long, value_name = "NAME", help_heading = "Optionen")]
        region: Option<String>,
        /// Name des Feeds, für immer derselbe, zum Beispiel de.landkreis-peine.familien
        #[arg(long, value_name = "NAME", help_heading = "Optionen")]
        feed_id: Option<String>,
        /// Die Zählung der Ausgaben mit dieser höheren Epoche neu beginnen
        #[arg(
            long,
            value_name = "ZAHL",
            help_heading = "Optionen",
            value_parser = clap::value_parser!(u64).range(1..)
        )]
        epoch: Option<u64>,
        /// Fehlerhafte Datensätze weglassen, statt nichts zu veröffentlichen
        #[arg(long, help_heading = "Optionen")]
        leave_out_broken: bool,
        /// Mit diesem geheimen Schlüssel unterschreiben (siehe raupe keygen)
        #[arg(long, value_name = "DATEI", help_heading = "Optionen")]
        key: Option<PathBuf>,
        /// Der öffentliche Schlüssel, der als nächster kommt: Ab dieser Ausgabe gelten er und der von --key, kein anderer
        #[arg(
            long,
            value_name = "DATEI",
            help_heading = "Optionen",
            requires = "key"
        )]
        next_key: Option<PathBuf>,
        /// Dass es weit weniger Angebote sind als bisher, ist gewollt
        #[arg(long, help_heading = "Optionen")]
        mass_change: bool,
        /// Die Liste ist geprüft und unverändert: eine neue Ausgabe mit dem Stand von heute
        #[arg(long, help_heading = "Optionen")]
        confirm: bool,
    },
    /// Ein Schlüsselpaar anlegen: mit dem einen wird unterschrieben, mit dem anderen geprüft
    #[command(
        help_template = HELP,
        override_usage = "raupe keygen --out NAME",
        after_help = "Legt NAME.key (geheim, gehört nur dem Landkreis) und NAME.pub (für die App) an. \
                      Das Programm minisign versteht beide. Vorhandenes wird nie überschrieben.\n\
                      Hat ein Schlüssel ein Passwort, liest publish es aus der Umgebungsvariablen \
                      RAUPE_KEY_PASSWORD."
    )]
    Keygen {
        /// Name der beiden Dateien, ohne Endung
        #[arg(long, value_name = "NAME", help_heading = "Optionen")]
        out: PathBuf,
    },
    /// Die Angebote in der anderen Form schreiben: als Tabelle oder als HSDS
    #[command(
        help_template = HELP,
        override_usage = "raupe export DATEI --format csv|hsds [--out DATEI]",
        after_help = "Was eine Tabelle nicht fasst, wird gesagt.\n\
                      Ergebnis: 0 geschrieben, 1 nicht geschrieben, 2 wenn die Datei nicht zu lesen \
                      ist."
    )]
    Export {
        /// Die Datei mit den Angeboten: Tabelle (.xlsx, .ods, .csv) oder HSDS 3.1 (JSON)
        #[arg(value_name = "DATEI", help_heading = "Angaben")]
        file: PathBuf,
        #[arg(
            long,
            help = "csv für Excel und LibreOffice, hsds für HSDS 3.1 (JSON)",
            value_name = "FORM",
            help_heading = "Optionen",
            hide_possible_values = true
        )]
        format: Format,
        /// Die Datei, die geschrieben wird; ohne Angabe die Ausgabe des Programms
        #[arg(long, value_name = "DATEI", help_heading = "Optionen")]
        out: Option<PathBuf>,
    },
    /// App und Feed unter einer Adresse anbieten
    #[command(
        help_template = HELP,
        override_usage = "raupe serve --app ORDNER --feed ORDNER [--listen ADRESSE]",
        after_help = "Beenden mit Strg+C. Wer wann was abruft, wird nicht aufgeschrieben."
    )]
    Serve {
        /// Der Ordner der App
        #[arg(long, value_name = "ORDNER", help_heading = "Optionen")]
        app: PathBuf,
        /// Der Ordner des Feeds
        #[arg(long, value_name = "ORDNER", help_heading = "Optionen")]
        feed: PathBuf,
        /// Adresse und Port; ohne Angabe 127.0.0.1:8080, mit Port 0 irgendein freier
        #[arg(
            long,
            value_name = "ADRESSE",
            help_heading = "Optionen",
            default_value = "127.0.0.1:8080",
            hide_default_value = true
        )]
        listen: String,
    },
    /// Für andere Webserver aufschreiben, welche Kopfzeilen sie zu den Dateien eines Ordners senden
    #[command(
        help_template = HELP,
        override_usage = "raupe headers ORDNER",
        after_help = "Legt im Ordner an: .htaccess (Apache), _headers (Netlify und ähnliche), \
                      _hosts/nginx.conf und _hosts/Caddyfile. Was dort schon liegt und nicht von Raupe \
                      ist, bleibt, wie es ist."
    )]
    Headers {
        /// Der Ordner mit der App und ihrem Feed
        #[arg(value_name = "ORDNER", help_heading = "Angaben")]
        folder: PathBuf,
    },
    /// Neben große Dateien eines Ordners komprimierte legen (.br und .gz)
    #[command(help_template = HELP, override_usage = "raupe compress ORDNER")]
    Compress {
        /// Der Ordner; Unterordner gehören dazu
        #[arg(value_name = "ORDNER", help_heading = "Angaben")]
        folder: PathBuf,
    },
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => return explain(&error),
    };
    match command {
        Command::Check {
            file,
            region,
            settings,
        } => run_check(&file, region, settings.as_deref()),
        Command::CheckRegion { file } => run_check_region(&file),
        Command::Publish {
            file,
            out,
            region,
            feed_id,
            epoch,
            leave_out_broken,
            key,
            next_key,
            mass_change,
            confirm,
        } => {
            let broken = if leave_out_broken {
                Broken::LeaveOut
            } else {
                Broken::Refuse
            };
            run_publish(&Order {
                file,
                out,
                region,
                feed_id,
                epoch,
                broken,
                key,
                next_key,
                means_mass_change: mass_change,
                confirms_unchanged: confirm,
            })
        }
        Command::Keygen { out } => match keys::generate(&out) {
            Ok(pair) => {
                say(german::keys_made(&pair).trim_end());
                ExitCode::SUCCESS
            }
            Err(error) => fail(UNUSABLE, &german::key_error(&error)),
        },
        Command::Export { file, format, out } => run_export(&file, format, out.as_deref()),
        Command::Serve { app, feed, listen } => {
            match serve::run(&app, &feed, &listen, |address| say(&german::ready(address))) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(UNUSABLE, &german::serve_error(&error)),
            }
        }
        Command::Headers { folder } => match serve::write_host_files(&folder) {
            Ok(files) => {
                say(german::headers_written(&folder, &files).trim_end());
                ExitCode::SUCCESS
            }
            Err(error) => fail(UNUSABLE, &german::not_written(&folder, &error)),
        },
        Command::Compress { folder } => match compress::folder(&folder) {
            Ok(summary) => {
                say(german::compressed(&folder, &summary).trim_end());
                ExitCode::SUCCESS
            }
            Err((path, error)) => fail(UNUSABLE, &german::compress_failed(&path, &error)),
        },
    }
}

/// Help that was asked for, or what is wrong with the command line.
fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say(error.to_string().trim_end());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            fail(UNUSABLE, error.to_string().trim_end())
        }
        _ => fail(UNUSABLE, &german::usage_error(error)),
    }
}

fn run_check(file: &Path, region: Option<String>, settings: Option<&Path>) -> ExitCode {
    let unusable = |error: &SourceError| fail(UNUSABLE, &german::source_error(file, error));
    let mut source = match source::load(file) {
        Ok(source) => source,
        Err(error) => return unusable(&error),
    };
    let mut named = None;
    if let Some(settings) = settings {
        match region::read(settings) {
            Ok(region) => {
                source.reckon(&region.holidays);
                named = region.feed.id;
            }
            Err(error) => return fail(UNUSABLE, &german::settings_error(settings, &error)),
        }
    }
    let page = match source.page() {
        Ok(page) => page,
        Err(error) => return unusable(&error.into()),
    };
    if let (Some(named), Some(id)) = (&named, &page.profile().feed_id)
        && named != id
    {
        say(&german::other_feed(named, id));
    }
    let region = region.or_else(|| page.profile().region.clone());
    let reading = page.read(region.as_deref());
    let mut out = BufWriter::new(io::stdout().lock());
    let sheet = source.sheet();
    ignore_closed_pipe(check::report(&page, &reading, sheet, &mut out).and_then(|()| out.flush()));
    let rows = sheet.map_or(0, |sheet| sheet.count(Severity::Error));
    match reading.count(Severity::Error) + rows {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(FAILED),
    }
}

fn run_check_region(file: &Path) -> ExitCode {
    let now = berlin::wall_clock(Timestamp::now().as_millisecond());
    match region::check(file, now.date()) {
        Ok(findings) => {
            say(german::settings_checked(file, &findings).trim_end());
            let is_error = |it: &region::Finding| it.severity() == Severity::Error;
            if findings.iter().any(is_error) {
                return ExitCode::from(FAILED);
            }
            ExitCode::SUCCESS
        }
        Err(error) => fail(UNUSABLE, &german::settings_error(file, &error)),
    }
}

fn run_publish(order: &Order) -> ExitCode {
    match publish::publish(order, Timestamp::now()) {
        Ok(published) => {
            say(german::published(&order.out, &published).trim_end());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let code = if matches!(error, PublishError::Source(_) | PublishError::Key(_)) {
                UNUSABLE
            } else {
                FAILED
            };
            fail(
                code,
                &german::publish_error(&order.file, &order.out, &error),
            )
        }
    }
}

fn run_export(file: &Path, format: Format, out: Option<&Path>) -> ExitCode {
    let exported = match export::export(file, format) {
        Ok(exported) => exported,
        Err(error) => {
            let code = match error {
                ExportError::Source(_) => UNUSABLE,
                ExportError::Rows(_) => FAILED,
            };
            return fail(code, &german::export_error(file, &error));
        }
    };
    match out {
        Some(out) => {
            if let Err(error) = files::replace(&files::Disk, out, &exported.bytes) {
                return fail(FAILED, &german::not_written(out, &error));
            }
            say(&german::exported(out, exported.offers));
        }
        None => ignore_closed_pipe(io::stdout().lock().write_all(&exported.bytes)),
    }
    let findings = exported.findings.iter().map(german::sheet_finding);
    for line in findings.chain(exported.losses.iter().map(german::loss)) {
        // There is nobody left to tell if this fails.
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
    ExitCode::SUCCESS
}

fn say(text: &str) {
    let mut out = io::stdout().lock();
    ignore_closed_pipe(writeln!(out, "{text}").and_then(|()| out.flush()));
}

fn fail(code: u8, text: &str) -> ExitCode {
    // There is nobody left to tell if this fails.
    let _ = writeln!(io::stderr().lock(), "{text}");
    ExitCode::from(code)
}

/// `raupe check … | head` closes the pipe when it has seen enough: no reason to complain.
fn ignore_closed_pipe(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = writeln!(io::stderr().lock(), "{}", german::io_error(&error));
    }
}
