//! The codes of ISO 639 as few bytes: they travel to phones.
//!
//! Two letters (ISO 639-1, Library of Congress) where there are two, else three (ISO 639-3, SIL
//! International, state of 2025). The tables are held against the crate `isolang`, which has the
//! names as well and is too large to travel.

/// A bit for each of `aaa` to `zzz`: whether it is a language. Least significant bit first.
const CODES: &[u8] = include_bytes!("codes.bin");

/// Each code of two letters, and behind it that of three for the same language.
const PAIRS: &str = "aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak bebel bgbul bibis \
bmbam bnben bobod brbre bsbos cacat ceche chcha cocos crcre csces cuchu cvchv cycym dadan dedeu \
dvdiv dzdzo eeewe elell eneng eoepo esspa etest eueus fafas ffful fifin fjfij fofao frfra fyfry \
gagle gdgla glglg gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat huhun hyhye hzher iaina \
idind ieile igibo iiiii ikipk ioido isisl itita iuiku jajpn jvjav kakat kgkon kikik kjkua kkkaz \
klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir lalat lbltz lglug lilim lnlin lolao \
ltlit lulub lvlav mgmlg mhmah mimri mkmkd mlmal mnmon mrmar msmsa mtmlt mymya nanau nbnob ndnde \
nenep ngndo nlnld nnnno nonor nrnbl nvnav nynya ococi ojoji omorm orori ososs papan pipli plpol \
pspus ptpor quque rmroh rnrun roron rurus rwkin sasan scsrd sdsnd sesme sgsag shhbs sisin skslk \
slslv smsmo snsna sosom sqsqi srsrp ssssw stsot susun svswe swswa tatam tetel tgtgk ththa titir \
tktuk tltgl tntsn toton trtur tstso tttat twtwi tytah uguig ukukr ururd uzuzb veven vivie vovol \
wawln wowol xhxho yiyid yoyor zazha zhzho zuzul";

/// Codes of libraries (ISO 639-2/B) with the code of the same language.
const OLDER: &str = "albsq armhy baqeu burmy chizh czecs dutnl frefr geoka gerde greel iceis macmk maomi mayms perfa \
rumro slosk tibbo welcy";

/// Languages that hold others, with those they hold behind them.
const MACROLANGUAGES: &str = "ak: fat tw ar: aao abh abv acm acq acw acx acy adf aeb aec afb apc apd arb arq ars ary arz auz \
avl ayh ayl ayn ayp pga shu ssh ay: ayc ayr az: azb azj bal: bcc bgn bgp bik: bcl bln bto cts \
fbl lbl rbl ubl bnc: ebk lbk obk rbk vbk bua: bxm bxr bxu chm: mhr mrj cr: crj crk crl crm csw \
cwd del: umu unm den: scs xsl din: dib dik dip diw dks doi: dgo xnr et: ekk vro fa: pes prs ff: \
ffm fub fuc fue fuf fuh fui fuq fuv gba: bdt gbp gbq gmm gso gya gn: gnw gug gui gun nhd gon: \
esg gno wsg grb: gbo gec grj grv gry hai: hax hdn hmn: cqd hea hma hmc hmd hme hmg hmh hmi hmj \
hml hmm hmp hmq hms hmw hmy hmz hnj hrm huj mmr muq mww sfm ik: esi esk iu: ike ikt jrb: aju jye \
yhd yud kg: kng kwy ldi kln: enb eyo niq oki pko sgc spy tec tuy kok: gom knn kpe: gkp xpe kr: \
kby knc krt ku: ckb kmr sdh kv: koi kpv lah: hnd hno jat phr pnb skr xhe luy: bxk ida lkb lko \
lks lri lrm lsm lto lts lwg nle nyd rag lv: ltg lvs man: emk mku mlq mnk msc mwk mg: bhr bmm bzc \
msh plt skg tdx tkg txy xmv xmw mn: khk mvf ms: bjn btj bve bvu coa dup hji id jak jax kvb kvr \
kxd lce lcf liw max meo mfa mfb min mqg msi mui orn ors pel pse tmw urk vkk vkt xmm zlm zmi zsm \
mwr: dhd mtr mve rwr swv wry ne: dty npi no: nb nn oj: ciw ojb ojc ojg ojs ojw otw om: gax gaz \
hae orc or: ory spv ps: pbt pbu pst qu: qub qud quf qug quh quk qul qup qur qus quw qux quy quz \
qva qvc qve qvh qvi qvj qvl qvm qvn qvo qvp qvs qvw qvz qwa qwc qwh qws qxa qxc qxh qxl qxn qxo \
qxp qxr qxt qxu qxw raj: bgq gda gju hoj mup wbr rom: rmc rmf rml rmn rmo rmw rmy sc: sdc sdn \
src sro sh: bs cnr hr sr sq: aae aat aln als sw: swc swh syr: aii cld tmh: taq thv thz ttq uz: \
uzn uzs yi: ydd yih za: zch zeh zgb zgm zgn zhd zhn zlj zln zlq zqe zyb zyg zyj zyn zzj zap: zaa \
zab zac zad zae zaf zai zam zao zaq zar zas zat zav zaw zax zca zcd zoo zpa zpb zpc zpd zpe zpf \
zpg zph zpi zpj zpk zpl zpm zpn zpo zpp zpq zpr zps zpt zpu zpv zpw zpx zpy zpz zsr zte ztg ztl \
ztm ztn ztp ztq zts ztt ztu ztx zty zh: cdo cjy cmn cnp cpx csp czh czo gan hak hsn lzh mnp nan \
wuu yue zza: diq kiu";

/// The shortest code for the language with this code in small letters.
pub(super) fn shortest(code: &str) -> Option<&str> {
    let pair = |at: fn(&str) -> (&str, &str)| PAIRS.split(' ').map(at);
    match code.len() {
        2 => pair(|it| it.split_at(2))
            .any(|(two, _)| two == code)
            .then_some(code),
        3 => OLDER
            .split(' ')
            .map(|it| it.split_at(3))
            .find_map(|(older, now)| (older == code).then_some(now))
            .or_else(|| {
                pair(|it| it.split_at(2)).find_map(|(two, three)| (three == code).then_some(two))
            })
            .or_else(|| is_language(code).then_some(code)),
        _ => None,
    }
}

/// Whether three letters are a code of ISO 639-3.
fn is_language(code: &str) -> bool {
    let at = code.bytes().try_fold(0, |at, letter| {
        let letter = letter.is_ascii_lowercase().then(|| letter - b'a')?;
        Some(at * 26 + usize::from(letter))
    });
    at.and_then(|at| Some(CODES.get(at / 8)? >> (at % 8) & 1 == 1))
        .unwrap_or(false)
}

/// The code of the language that holds the one with this code.
pub(super) fn holder(code: &str) -> Option<&'static str> {
    let mut holder = "";
    MACROLANGUAGES.split(' ').find_map(|word| {
        if let Some(next) = word.strip_suffix(':') {
            holder = next;
            return None;
        }
        (word == code).then_some(holder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands for no single language: undetermined, several, not listed, none.
    const SPECIAL: &[&str] = &["mis", "mul", "und", "zxx"];

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let mut expected = vec![0; (26_usize * 26 * 26).div_ceil(8)];
        for language in isolang::languages() {
            let code = language.to_639_3();
            if SPECIAL.contains(&code) {
                continue;
            }
            let at = code
                .bytes()
                .fold(0, |at, letter| at * 26 + usize::from(letter - b'a'));
            expected[at / 8] |= 1 << (at % 8);
            assert_eq!(shortest(code), language.to_639_1().or(Some(code)));
        }
        assert_eq!(CODES, expected);
    }

    #[test]
    fn every_code_of_two_letters_is_one() {
        for pair in PAIRS.split(' ') {
            let (two, three) = pair.split_at(2);
            let language = isolang::Language::from_639_1(two).unwrap();
            assert_eq!((shortest(two), language.to_639_3()), (Some(two), three));
        }
    }

    #[test]
    fn languages_are_held_as_the_standard_says() {
        for (code, expected) in [
            ("kmr", Some("ku")),
            ("ckb", Some("ku")),
            ("sdh", Some("ku")),
            ("diq", Some("zza")),
            ("kiu", Some("zza")),
            ("zza", None),
            ("ku", None),
            ("yue", Some("zh")),
            ("cmn", Some("zh")),
            ("arz", Some("ar")),
            ("prs", Some("fa")),
            ("pes", Some("fa")),
            ("nb", Some("no")),
            ("de", None),
        ] {
            assert_eq!(holder(code), expected, "{code}");
        }
        for word in MACROLANGUAGES.split(' ') {
            let code = word.trim_end_matches(':');
            assert_eq!(shortest(code), Some(code));
        }
    }
}
