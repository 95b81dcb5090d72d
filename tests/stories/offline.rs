//! One visit with a network; from then on everything works without.

use anyhow::{Context, Result};
use raupe_core::directory::Query;
use raupe_core::offer::{Language, LifePhase, Neighbourhood, Offer};
use raupe_e2e::browser::LAPTOP;
use raupe_e2e::{App, Feed, Site, Stage, in_every_browser};

in_every_browser!(
    the_search_works_without_a_network,
    an_offer_opens_without_a_network,
    a_wrong_address_is_explained_without_a_network,
    a_long_list_comes_in_pages,
    a_wide_window_has_the_filters_beside_the_list,
);

/// Somebody opens the app once, waits until it says so, and loses the network.
async fn visit_once(stage: &Stage, feed: &Feed) -> Result<App> {
    let mut site = Site::open(stage.folder(), feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    Ok(app)
}

/// Seven months, Türkçe, Südstadt.
fn a_family() -> Result<Query> {
    let turkish = Language::from_code("tr").context("Turkish is a language")?;
    Ok(Query {
        months: [7].into(),
        languages: [turkish].into(),
        neighbourhoods: ["suedstadt".to_owned()].into(),
        ..Query::default()
    })
}

async fn the_search_works_without_a_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = visit_once(stage, &feed).await?;

    // The start page says how many offers there are for each phase of life.
    app.visit("").await?;
    app.wait_for_text("a.go").await?;
    let everything = feed.answer(&Query::default());
    for phase in LifePhase::ALL {
        assert_eq!(
            app.count("phase", phase.slug()).await?,
            everything.facets.phase(phase),
            "{phase:?}"
        );
    }
    let go = app.wait_for_text("a.go").await?;
    assert_eq!(go, format!("{} Angebote ansehen", everything.hits.len()));
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    // Three filters, chosen one after the other.
    let query = a_family()?;
    app.open_filters().await?;
    app.add_age(7).await?;
    app.choose("lang", "tr").await?;
    app.choose("place", "suedstadt").await?;
    let expected = feed.ids(&query);
    assert!(
        !expected.is_empty(),
        "the demo feed has something for this family"
    );
    app.wait_for_ids(&expected).await?;
    let answer = feed.answer(&query);
    assert_eq!(app.found().await? as usize, expected.len());
    assert_eq!(app.chips().await?, 3);

    // Beside each option, how many offers it would leave.
    let directory = feed.directory();
    for (place, count) in directory
        .neighbourhoods()
        .iter()
        .zip(&answer.facets.neighbourhoods)
        .take(5)
    {
        assert_eq!(app.count("place", place.slug()).await?, *count, "{place:?}");
    }
    for code in ["de", "tr", "ar"] {
        let at = directory
            .languages()
            .iter()
            .position(|language| language.code() == code);
        let at = at.with_context(|| format!("the demo feed speaks {code}"))?;
        assert_eq!(
            app.count("lang", code).await?,
            answer.facets.languages[at],
            "{code}"
        );
    }

    // The address holds the search: loaded again, it shows the same.
    let address = format!("suchen/#{}", query.to_link());
    app.wait_for("the address of the search", address.clone(), async || {
        app.path().await
    })
    .await?;
    app.close_filters().await?;
    // The browser takes the sheet's entry of its history away in its own time.
    app.wait_for("the address to stay", address.clone(), async || {
        app.path().await
    })
    .await?;
    app.visit(&address).await?;
    app.wait_for_ids(&expected).await?;
    assert_eq!(app.chips().await?, 3);

    // And so does the way back from an offer.
    app.press("ul.offers > li:first-child h2 > a").await?;
    let title = feed.offer(&expected[0])?.title.clone();
    app.wait_for("the offer's title", Some(title), async || {
        app.text("h1").await
    })
    .await?;
    app.wait_for_text("dl.facts").await?;
    app.back().await?;
    app.wait_for_ids(&expected).await?;
    assert_eq!(app.path().await?, address);

    // The app's own way back leads to the same list.
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    app.press(".back a").await?;
    app.wait_for_ids(&expected).await?;
    assert_eq!(app.path().await?, address);

    // A filter is taken away by pressing what shows it.
    app.press("button.chip").await?;
    app.wait_for("two filters", 2, async || app.chips().await)
        .await
}

async fn an_offer_opens_without_a_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = visit_once(stage, &feed).await?;

    let ids = feed.ids(&a_family()?);
    for id in ids.iter().take(3) {
        let offer = feed.offer(id)?;
        app.visit(&format!("angebot/#id={id}")).await?;
        app.wait_for("the title", Some(offer.title.clone()), async || {
            app.text("h1").await
        })
        .await?;
        let shown = app.wait_for_text("dl.facts").await?;
        for fact in facts(offer) {
            assert!(shown.contains(fact), "{fact:?} is missing in:\n{shown}");
        }
    }
    Ok(())
}

/// What an offer's page has to say in the feed's own words.
fn facts(offer: &Offer) -> impl Iterator<Item = &str> {
    let places = offer
        .places
        .iter()
        .filter_map(|place| place.name.as_deref());
    let neighbourhoods = offer.neighbourhoods.iter().map(Neighbourhood::label);
    offer
        .organisation
        .as_deref()
        .into_iter()
        .chain(places)
        .chain(neighbourhoods)
}

async fn a_wrong_address_is_explained_without_a_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = visit_once(stage, &feed).await?;

    app.visit("angebot/#id=gibt-es-nicht").await?;
    assert_ne!(app.wait_for_text("main h1").await?, "");
    app.press("main a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    for nowhere in ["gibt-es-nicht", "gibt/es-nicht"] {
        app.visit(nowhere).await?;
        let heading = Some("Diese Seite gibt es nicht".to_owned());
        app.wait_for("the explanation", heading, async || {
            app.text("main h1").await
        })
        .await?;
        app.wait("the link to lead to the start page", async || {
            let link = "return document.querySelector('main a').href === arguments[0]";
            let leads = app.ask(link, serde_json::json!([app.home()])).await?;
            Ok(Some(()).filter(|()| leads))
        })
        .await?;
        app.press("main a").await?;
        app.wait_for_text("a.go").await?;
    }
    Ok(())
}

async fn a_long_list_comes_in_pages(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = visit_once(stage, &feed).await?;

    let all = feed.ids(&Query::default());
    app.visit("suchen/").await?;
    for pages in 1..=all.len().div_ceil(20) {
        let expected = &all[..all.len().min(pages * 20)];
        app.wait_for(&format!("{pages} pages"), expected.to_vec(), async || {
            app.ids().await
        })
        .await?;
        if expected.len() < all.len() {
            app.press("button.more").await?;
        }
    }
    app.wait_for("no more to ask for", None, async || {
        app.text("button.more").await
    })
    .await
}

async fn a_wide_window_has_the_filters_beside_the_list(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = visit_once(stage, &feed).await?;

    app.visit("suchen/").await?;
    app.wait_for_text("button.filter-toggle").await?;
    stage.resize(LAPTOP).await?;
    app.wait_for("no button for the filters", None, async || {
        app.text("button.filter-toggle").await
    })
    .await?;
    app.choose("phase", "baby").await?;
    let babies = Query {
        phases: [LifePhase::Baby].into_iter().collect(),
        ..Query::default()
    };
    app.wait_for_ids(&feed.ids(&babies)).await
}
