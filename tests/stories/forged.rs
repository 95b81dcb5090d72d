//! Editions that ought not to be: forged, rolled back, half there, implausible, too new. And those
//! that only look so.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use raupe::keys::{Signer, generate};
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::faults::FaultServer;
use raupe_e2e::forge::Forge;
use raupe_e2e::{Feed, Stage, deploy, env, in_every_browser, server};
use serde_json::{Value, json};

in_every_browser!(
    what_must_not_be_believed_is_refused,
    what_is_odd_in_an_offer_does_no_harm,
    no_other_feed_leads_back_to_an_old_edition,
    the_next_key_is_believed_and_no_other,
    settings_add_no_key_and_an_edition_does,
    an_absurd_number_is_left_behind_by_a_new_epoch,
    text_from_the_feed_stays_text,
);

/// What somebody does to the folder, whose feed has two editions; the phone has the second.
type Deed = fn(&Forge, &Path) -> Result<()>;

const REFUSED: [(&str, Deed, &str); 15] = [
    (
        "an unknown key",
        |forge, folder| sign_with_another_key(forge, folder),
        "nicht vom Landkreis",
    ),
    (
        "no signature",
        |_, folder| {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|ending| ending == "minisig") {
                    fs::remove_file(path)?;
                }
            }
            // So that the manifest is another one than the one that is known.
            let manifest = folder.join("manifest.json");
            Ok(fs::write(
                &manifest,
                [&fs::read(&manifest)?[..], b"\n"].concat(),
            )?)
        },
        "Unterschrift",
    ),
    (
        "a lower number",
        |forge, _| {
            forge.change(|it| {
                it["seq"] = json!(1);
                it["deltas"] = json!([]);
            })
        },
        "älteren",
    ),
    (
        "the same number, other content",
        |forge, _| forge.change(|it| it["sha256"] = json!("0".repeat(64))),
        "älteren",
    ),
    (
        "another feed under the same key",
        |forge, _| {
            forge.change(|it| {
                it["feed_id"] = json!("de.anderswo");
                it["seq"] = json!(1);
                it["deltas"] = json!([]);
            })
        },
        "andere Liste",
    ),
    (
        "a newer form",
        |forge, _| forge.change(|it| it["schema"] = json!(2)),
        "neuere Version",
    ),
    (
        "a snapshot that is not there yet",
        |forge, _| {
            forge.change(|it| {
                it["seq"] = json!(3);
                it["deltas"] = json!([]);
                it["sha256"] = json!("0".repeat(64));
                it["snapshot"] = json!("snapshot-not-there.json");
            })
        },
        "404",
    ),
    (
        "the snapshot of the edition before",
        |forge, _| {
            forge.change(|it| {
                it["seq"] = json!(3);
                it["deltas"] = json!([]);
                it["sha256"] = json!("0".repeat(64));
            })
        },
        "nicht vollständig",
    ),
    (
        "a way out of the folder",
        |forge, _| {
            forge.change(|it| {
                it["seq"] = json!(3);
                it["snapshot"] = json!("../index.html");
            })
        },
        "nicht lesbar",
    ),
    ("an empty list", |forge, _| forge.next_records(&[]), "leer"),
    (
        "40 % fewer",
        |forge, _| {
            let records = forge.records()?;
            forge.next_records(&records[..records.len() * 6 / 10])
        },
        "nur noch",
    ),
    (
        "6 % broken",
        |forge, _| {
            let mut records = forge.records()?;
            let broken = records.len() * 6 / 100 + 1;
            records[..broken].fill(json!({ "name": "ohne Kennung" }));
            forge.next_records(&records)
        },
        "fehlerhaft",
    ),
    (
        "10,000 levels deep",
        |forge, _| {
            let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
            forge.next_snapshot(deep.as_bytes(), 1)
        },
        "fehlerhaft",
    ),
    (
        "no JSON",
        |forge, _| forge.next_snapshot(b"Kennung;Titel", 1),
        "nicht lesbar",
    ),
    (
        "fewer records than promised",
        |forge, _| {
            forge.next_records(&forge.records()?)?;
            forge.change(|it| it["count"] = json!(1_000))
        },
        "nicht vollständig",
    ),
];

fn sign_with_another_key(forge: &Forge, folder: &Path) -> Result<()> {
    let pair = generate(&folder.join("stranger")).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let key = Signer::load(&pair.secret, || None);
    let key = key.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let mut manifest = forge.manifest()?;
    manifest["seq"] = json!(3);
    forge.write(&manifest, &key)
}

/// A feed with two editions, served; the phone's page shows the second.
async fn open(stage: &Stage, app_folder: &Path) -> Result<(Feed, FaultServer, std::path::PathBuf)> {
    let first = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&first, stage.folder(), &folder)?;
    let (second, _) = first.next_edition(1)?;
    server::publish(&second, stage.folder(), &folder)?;
    let server = FaultServer::start_with(app_folder, &folder).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&second.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    Ok((second, server, folder))
}

async fn what_must_not_be_believed_is_refused(stage: &mut Stage) -> Result<()> {
    let (feed, server, folder) = open(stage, &env::path(env::APP)?).await?;
    let app = stage.app(&server.home());
    let forge = Forge::of(&folder)?;
    for (what, deed, words) in REFUSED {
        deed(&forge, &folder).with_context(|| what.to_owned())?;
        let told = app.refresh_and_hear(words).await;
        told.with_context(|| what.to_owned())?;
        app.wait_for_ids(&feed.ids(&Query::default())).await?;
        forge.restore()?;
    }
    app.refresh_and_read().await?;
    // And all of it is still there without the server.
    let (third, _) = feed.next_edition(2)?;
    server::publish(&third, stage.folder(), &folder)?;
    app.refresh().await?;
    app.wait_for_ids(&third.ids(&Query::default())).await
}

async fn what_is_odd_in_an_offer_does_no_harm(stage: &mut Stage) -> Result<()> {
    let (feed, server, folder) = open(stage, &env::path(env::APP)?).await?;
    let app = stage.app(&server.home());
    let forge = Forge::of(&folder)?;

    // One broken record, the same id twice, words that nobody knows: the others are there.
    let mut records = forge.records()?;
    let before = records.len();
    records.push(json!({ "id": "kaputt" }));
    let mut twin = records[0].clone();
    twin["name"] = json!("000 Doppelgänger");
    records.push(twin);
    records.push(json!({
        "id": "unbekannt",
        "name": "000 Angebot mit unbekannten Wörtern",
        "status": "vielleicht",
        "attributes": [{ "taxonomy_term": { "taxonomy": "Thema", "name": "Drachenflug" } }],
        "schedules": [{ "freq": "SOMETIMES", "byday": "XX" }],
    }));
    forge.next_records(&records)?;
    app.refresh().await?;
    app.wait("the odd offer", async || {
        let titles = app.titles().await?;
        let odd = titles
            .iter()
            .any(|title| title.contains("unbekannten Wörtern"));
        Ok(odd.then_some(()))
    })
    .await?;
    let titles = app.titles().await?;
    ensure!(
        !titles.iter().any(|title| title.contains("Doppelgänger")),
        "{titles:?}"
    );
    ensure!(
        app.found().await? as usize == before + 1,
        "all others are there"
    );
    app.visit("stand/").await?;
    app.wait_for("the broken ones", Some("2".to_owned()), async || {
        app.text(".broken dd").await
    })
    .await?;

    // A delta that leads elsewhere, though the manifest promises its bytes: the snapshot is taken.
    forge.restore()?;
    let epoch = |it: &mut Value| {
        it["epoch"] = json!(2);
        it["deltas"] = json!([]);
    };
    forge.change(epoch)?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    let (third, _) = feed.next_edition(2)?;
    server::publish(&third, stage.folder(), &folder)?;
    let forge = Forge::of(&folder)?;
    forge.change_delta(|delta| delta["services"] = json!([]))?;
    server.sent();
    app.refresh().await?;
    app.wait_for_ids(&third.ids(&Query::default())).await?;
    let paths: Vec<_> = server.sent().into_iter().map(|sent| sent.path).collect();
    ensure!(
        paths.iter().any(|path| path.contains("delta-")),
        "{paths:?}"
    );
    ensure!(
        paths.iter().any(|path| path.contains("snapshot-")),
        "{paths:?}"
    );
    Ok(())
}

/// An old edition is refused, then a smaller feed under the same key, and then the old edition again.
async fn no_other_feed_leads_back_to_an_old_edition(stage: &mut Stage) -> Result<()> {
    let first = Feed::demo()?;
    let old = stage.folder().join("old");
    fs::create_dir_all(&old)?;
    server::publish(&first, stage.folder(), &old)?;
    let (feed, server, folder) = open(stage, &env::path(env::APP)?).await?;
    let app = stage.app(&server.home());
    let forge = Forge::of(&folder)?;
    let put_old = || -> Result<()> {
        forge.restore()?;
        deploy::copy(&old, &folder)
    };
    put_old()?;
    app.refresh_and_hear("älteren").await?;
    forge.restore()?;
    let few = forge.records()?;
    forge.next_records(&few[..3])?;
    forge.change(|it| {
        it["feed_id"] = json!("de.anderswo");
        it["seq"] = json!(1);
        it["mass_change"] = json!(1);
    })?;
    app.refresh_and_hear("andere Liste").await?;
    put_old()?;
    app.refresh_and_hear("älteren").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    // Also after a start.
    app.visit("suchen/").await?;
    app.refresh_and_hear("älteren").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await
}

/// The app knows the key of now and the next one.
async fn the_next_key_is_believed_and_no_other(stage: &mut Stage) -> Result<()> {
    let app_folder = stage.folder().join("app");
    deploy::copy(&env::path(env::APP)?, &app_folder)?;
    let name = stage.folder().join("next");
    let pair = generate(&name).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    deploy::change_file(&app_folder, "region.json", |region| {
        let keys = region["feed"]["keys"].as_array_mut().context("keys")?;
        keys.push(json!(pair.line));
        Ok(())
    })?;
    let (feed, server, folder) = open(stage, &app_folder).await?;
    let app = stage.app(&server.home());
    let next_key = Signer::load(&pair.secret, || None);
    let next_key = next_key.map_err(|error| anyhow::anyhow!("{error:?}"))?;

    let (third, _) = feed.next_edition(2)?;
    server::publish(&third, stage.folder(), &folder)?;
    let forge = Forge::of(&folder)?;
    sign_with_another_key(&forge, &folder)?;
    app.refresh_and_hear("nicht vom Landkreis").await?;
    forge.restore()?;
    forge.write(&forge.manifest()?, &next_key)?;
    app.refresh().await?;
    app.wait_for_ids(&third.ids(&Query::default())).await?;
    app.visit("stand/").await?;
    let signature = app.wait_for_text(".signature dd").await?;
    ensure!(signature.contains("Unterschrieben"), "{signature}");
    Ok(())
}

/// A public key is no secret: whoever writes settings can name the county's beside one of their own. What is pinned
/// stays, until an edition that it has signed names other keys.
async fn settings_add_no_key_and_an_edition_does(stage: &mut Stage) -> Result<()> {
    let app_folder = stage.folder().join("app");
    deploy::copy(&env::path(env::APP)?, &app_folder)?;
    let (feed, server, folder) = open(stage, &app_folder).await?;
    let app = stage.app(&server.home());
    app.wait_until_offline_ready().await?;
    let pair = generate(&stage.folder().join("stranger"));
    let pair = pair.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let stranger = Signer::load(&pair.secret, || None);
    let stranger = stranger.map_err(|error| anyhow::anyhow!("{error:?}"))?;

    deploy::change_file(&app_folder, "region.json", |region| {
        let keys = region["feed"]["keys"].as_array_mut().context("keys")?;
        keys.push(json!(pair.line));
        Ok(())
    })?;
    app.come_back(Return::Visible).await?;
    app.press("button.update-app").await?;
    app.wait_for("no more notice", None, async || {
        app.text("button.update-app").await
    })
    .await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    let (third, _) = feed.next_edition(2)?;
    server::publish(&third, stage.folder(), &folder)?;
    let forge = Forge::of(&folder)?;
    forge.write(&forge.manifest()?, &stranger)?;
    app.refresh_and_hear("einem neuen Schlüssel").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    // The county itself names the key, in an edition that it signs: from then on it is believed.
    forge.restore()?;
    let now = fs::read_to_string(env::path(env::DEMO_KEY)?.with_extension("pub"))?;
    let now = now.lines().nth(1).context("the demo's public key")?;
    forge.change(|it| it["keys"] = json!([now, pair.line]))?;
    app.refresh().await?;
    app.wait_for_ids(&third.ids(&Query::default())).await?;
    let forge = Forge::of(&folder)?;
    let mut manifest = forge.manifest()?;
    manifest["seq"] = json!(9);
    manifest["deltas"] = json!([]);
    forge.write(&manifest, &stranger)?;
    app.refresh_and_hear("Aktualisiert").await?;
    app.visit("stand/").await?;
    let nine = Some("de.landkreis-peine.beispiel 1.9".to_owned());
    app.wait_for("the edition of the new key", nine, async || {
        app.text(".edition dd").await
    })
    .await
}

async fn an_absurd_number_is_left_behind_by_a_new_epoch(stage: &mut Stage) -> Result<()> {
    let (feed, server, folder) = open(stage, &env::path(env::APP)?).await?;
    let app = stage.app(&server.home());
    let forge = Forge::of(&folder)?;
    forge.next_records(&forge.records()?)?;
    forge.change(|it| it["seq"] = json!(u64::MAX - 1))?;
    app.refresh_and_read().await?;
    app.visit("stand/").await?;
    let edition = app.wait_for_text(".edition dd").await?;
    ensure!(edition.ends_with(".18446744073709551614"), "{edition}");

    // Counting on from where it was before is refused; a new epoch is not.
    forge.restore()?;
    let (third, _) = feed.next_edition(2)?;
    server::publish(&third, stage.folder(), &folder)?;
    app.visit("suchen/").await?;
    app.refresh_and_hear("älteren").await?;
    let forge = Forge::of(&folder)?;
    forge.change(|it| {
        it["epoch"] = json!(2);
        it["seq"] = json!(1);
        it["deltas"] = json!([]);
    })?;
    app.refresh().await?;
    app.wait_for_ids(&third.ids(&Query::default())).await
}

/// Markup, scripts, directions and telephone codes from the feed are shown as the text they are.
async fn text_from_the_feed_stays_text(stage: &mut Stage) -> Result<()> {
    let (_, server, folder) = open(stage, &env::path(env::APP)?).await?;
    let app = stage.app(&server.home());
    let forge = Forge::of(&folder)?;
    let mut records = forge.records()?;
    records.push(json!({
        "id": "boese",
        "name": "000 <img src=x onerror='window.pwned=1'><script>window.pwned=1</script> \u{202e}rückwärts",
        "description": "<a href='javascript:window.pwned=1'>hier</a>",
        "url": "java\tscript:window.pwned=1",
        "email": "\"><script>window.pwned=1</script>@raupe.example",
        "organization": { "id": "o", "name": "<b onmouseover=window.pwned=1>fett</b>", "website": "data:text/html,<script>window.pwned=1</script>" },
        "phones": [{ "number": "*#06#" }, { "number": "+49 30 23125 118" }],
    }));
    forge.next_records(&records)?;
    app.refresh().await?;
    app.wait("the offer", async || {
        let titles = app.titles().await?;
        let there = titles.iter().find(|title| title.contains("<script>"));
        Ok(there.map(|title| assert!(!title.contains('\u{202e}'), "{title:?}")))
    })
    .await?;
    app.visit("angebot/#id=boese").await?;
    app.wait_for_text("dl.facts").await?;
    let pwned: bool = app.ask("return 'pwned' in window", json!([])).await?;
    ensure!(!pwned, "text of the feed was carried out");
    let inside = "return [...document.querySelectorAll('main script, main img, main [onmouseover], main [onerror]')].length";
    let foreign: usize = app.ask(inside, json!([])).await?;
    ensure!(foreign == 0, "the feed made elements");
    let links: Vec<String> = app
        .ask(
            "return [...document.querySelectorAll('main a')].map((link) => link.href)",
            json!([]),
        )
        .await?;
    for link in &links {
        let harmless = link.starts_with(app.home()) || link == "tel:+493023125118";
        ensure!(harmless, "{links:?}");
    }
    Ok(())
}
