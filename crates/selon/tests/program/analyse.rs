use crate::{BRIDGE, Folder, ROUTE, Ran};
use expect_test::expect;
use std::io::Write;
use std::process::Stdio;

const PORT: &str = "La route\n\nM. Karo n’a rien dit du port.\nElle attend.\n";

/// Gives the program something on the standard input.
fn given(folder: &Folder, arguments: &[&str], input: &str) -> Ran {
    let mut command = folder.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn a_page_becomes_conllu_for_programs() {
    let folder = Folder::new().with("le port.txt", PORT);
    let out = folder.run(&["analyse", "--language", "fr", "le port.txt"]).done();
    expect![[r#"
        # newdoc id = le_port.txt
        # global.Entity = eid-etype-subtype-metonym
        # newpar
        # sent_id = le_port.txt-1
        # text = M. Karo n’a rien dit du port.
        1	M.	monsieur	NOUN	_	Gender=Masc|Number=Sing	6	nsubj	_	_
        2	Karo	Karo	PROPN	_	_	1	nmod	_	Entity=(e1-PER)
        3	n’	ne	ADV	_	Polarity=Neg	6	advmod	_	SpaceAfter=No
        4	a	avoir	AUX	_	Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	6	aux:tense	_	_
        5	rien	rien	PRON	_	Number=Sing|PronType=Neg	6	nsubj	_	_
        6	dit	dire	VERB	_	Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part	0	root	_	_
        7-8	du	_	_	_	_	_	_	_	_
        7	de	de	ADP	_	_	9	case	_	_
        8	le	le	DET	_	Definite=Def|Gender=Masc|Number=Sing|PronType=Art	9	det	_	_
        9	port	port	NOUN	_	Gender=Masc|Number=Sing	6	obl:arg	_	SpaceAfter=No
        10	.	.	PUNCT	_	_	6	punct	_	_

        # newpar
        # sent_id = le_port.txt-2
        # text = Elle attend.
        1	Elle	lui	PRON	_	Emph=No|Gender=Fem|Number=Sing|Person=3|PronType=Prs	2	nsubj	_	_
        2	attend	attendre	VERB	_	Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	0	root	_	SpaceAfter=No
        3	.	.	PUNCT	_	_	2	punct	_	_

    "#]]
    .assert_eq(&out);
}

#[test]
fn for_people_words_stand_further_in_than_what_they_hang_on() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let out = folder.run(&["analyse", "--format", "text", "bridge.html"]).done();
    expect![[r#"
        The bridge is closed
              The                  DET Def,Art               the           det → bridge
            bridge                 NOUN Sing                 bridge        nsubj:pass → closed
            is                     AUX Ind,Sing,3,Pres,Fin   be            aux:pass → closed
          closed                   VERB Past,Part,Pass       close         root

        The old bridge has been shut to lorries, and the town is quiet.
              The                  DET Def,Art               the           det → bridge
              old                  ADJ Pos                   old           amod → bridge
            bridge                 NOUN Sing                 bridge        nsubj:pass → shut
            has                    AUX Ind,Sing,3,Pres,Fin   have          aux → shut
            been                   AUX Past,Part             be            aux:pass → shut
          shut                     VERB Past,Part,Pass       shut          root
              to                   ADP                       to            case → lorries
            lorries                NOUN Plur                 lorry         obl → shut
              ,                    PUNCT                     ,             punct → quiet
              and                  CCONJ                     and           cc → quiet
                the                DET Def,Art               the           det → town
              town                 NOUN Sing                 town          nsubj → quiet
              is                   AUX Ind,Sing,3,Pres,Fin   be            cop → quiet
            quiet                  ADJ Pos                   quiet         conj → shut
            .                      PUNCT                     .             punct → shut

        “The bridge will stay closed,” said Ana Karo.
          names: Ana Karo PER
              “                    PUNCT                     "             punct → stay
                The                DET Def,Art               the           det → bridge
              bridge               NOUN Sing                 bridge        nsubj → stay
              will                 AUX Fin                   will          aux → stay
            stay                   VERB Inf                  stay          ccomp → said
              closed               VERB Past,Part            close         xcomp → stay
              ,                    PUNCT                     ,             punct → stay
              ”                    PUNCT                     "             punct → stay
          said                     VERB Ind,Sing,3,Past,Fin  say           root
            Ana                    PROPN Sing                Ana           nsubj → said
              Karo                 PROPN Sing                Karo          flat → Ana
            .                      PUNCT                     .             punct → said

        The ministry denied that the bridge was unsafe.
              The                  DET Def,Art               the           det → ministry
            ministry               NOUN Sing                 ministry      nsubj → denied
          denied                   VERB Ind,Sing,3,Past,Fin  deny          root
              that                 SCONJ                     that          mark → unsafe
                the                DET Def,Art               the           det → bridge
              bridge               NOUN Sing                 bridge        nsubj → unsafe
              was                  AUX Ind,Sing,3,Past,Fin   be            cop → unsafe
            unsafe                 ADJ Pos                   unsafe        ccomp → denied
            .                      PUNCT                     .             punct → denied
    "#]]
    .assert_eq(&out);
}

#[test]
fn names_stand_in_brackets_and_each_bearer_has_one_number_in_the_file() {
    let folder = Folder::new()
        .with("a.txt", "Ana Karo left France. Mrs Karo was tired.\n")
        .with("b.txt", "The bridge near Paris was shut.\n");
    let out = folder.run(&["analyse", "--language", "en", "a.txt", "b.txt"]).done();
    let bracket = |line: &str| Some(line.split('\t').nth(9)?.split('|').next()?.to_owned());
    let brackets: Vec<String> = out.lines().filter_map(bracket).collect();
    let brackets: Vec<&str> = brackets.iter().filter_map(|it| it.strip_prefix("Entity=")).collect();
    assert_eq!(brackets, ["(e1-PER", "e1)", "(e2-LOC)", "(e1-PER)", "(e3-LOC)"], "{out}");
    // Of names in a language without a folder nothing is known: the words are there all the same.
    let page =
        folder.with("c.txt", "Vanha silta Helsinki suljettiin eilen illalla, kertoi Karo. Hän sanoi, että uutta siltaa ei ole vielä.\n");
    let ran = page.run(&["analyse", "--whole", "c.txt"]);
    assert!(ran.code == Some(1) && ran.told.contains("its language is fi: it is cut"), "{ran:?}");
    assert!(ran.out.contains("\tHelsinki\t") && !ran.out.contains("Entity=("), "{}", ran.out);
}

#[test]
fn what_was_dropped_is_there_when_it_is_asked_for() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let some = folder.run(&["analyse", "bridge.html"]).done();
    let all = folder.run(&["analyse", "--whole", "bridge.html"]).done();
    assert!(!some.contains("\tWorld\t") && all.contains("\tWorld\t"), "{all}");
}

#[test]
fn nothing_of_a_text_is_lost() {
    let text = "\u{feff}Un.  Deux !\n\n«\u{a0}10\u{202f}000 \u{a0}» — l'une... http://a.example/b?c, (d) 🎉🎉\r\n\r\n* e\n";
    let folder = Folder::new().with("a.txt", text);
    let out = folder.run(&["analyse", "--whole", "--language", "fr", "a.txt"]).done();
    let mut left = 0;
    let mut forms = String::new();
    for columns in out.lines().map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [id, form, ..] = columns[..] else { continue };
        match id.split_once('-') {
            Some((from, to)) => {
                left = to.parse::<i32>().unwrap() - from.parse::<i32>().unwrap() + 1
            }
            None if left > 0 => {
                left -= 1;
                continue;
            }
            None => {}
        }
        forms.push_str(form);
    }
    let visible = |text: &str| text.replace(|c: char| c.is_whitespace() || c == '\u{feff}', "");
    assert_eq!(visible(&forms), visible(text));
}

#[test]
fn the_tokens_of_conllu_are_kept_and_hung_anew() {
    let folder = Folder::new();
    let gold = "# sent_id = 7\n1\tElle\tx\tX\tx\tA=B\t2\tdep\t_\tId=1\n2\tattend.\tx\tX\t_\t_\t0\troot\t_\t_\n\n";
    let ran = given(&folder, &["analyse", "--tokens", "--language", "fr", "-"], gold);
    expect![[r#"
        # sent_id = 7
        1	Elle	lui	PRON	_	Emph=No|Gender=Fem|Number=Sing|Person=3|PronType=Prs	2	nsubj	_	Id=1
        2	attend.	attender	VERB	_	_	0	root	_	_

    "#]]
    .assert_eq(&ran.done());
    // What it prints, it takes.
    let once = folder.run(&["analyse", "--language", "en", "-"]);
    assert_eq!(once.code, Some(2));
    let once = given(&folder, &["analyse", "--language", "en", "-"], "They can't leave. We can.");
    let once = once.done();
    let again = given(&folder, &["analyse", "--tokens", "--language", "en", "-"], &once).done();
    assert_eq!(again, once);
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = Folder::new()
        .with("route.txt", ROUTE)
        .with("few.txt", "Zorvan 12")
        .with("menu.html", "<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>")
        .with("bad.conllu", "1\tElle\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tElle\n\n")
        .with("bytes.conllu", b"\xff\xfe\xff");
    let check = |arguments: &[&str], code: i32, told: &str| {
        let ran = folder.run(arguments);
        assert!(ran.told.contains(told), "{}", ran.told);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        ran.out
    };
    let out = check(
        &["analyse", "--whole", "few.txt", "route.txt"],
        1,
        "few.txt: its language could not be told; say which it is with --language CODE",
    );
    assert!(
        out.contains("1\tZorvan\t_\t_\t_\t_\t_\t_\t_\t_\n") && out.contains("\troot\t"),
        "{out}"
    );
    check(&["analyse", "menu.html"], 2, "menu.html: nothing of it was kept as an article; --whole");
    check(&["analyse", "--language", "xx", "few.txt"], 2, "Selon knows cs, en, fr, ru, uk");
    check(&["analyse", "none.txt"], 2, "skipped none.txt: there is no such file");
    check(&["analyse", "--tokens", "none.conllu"], 2, "--tokens takes files of CoNLL-U, or -");
    check(&["analyse", "--tokens", "bytes.conllu"], 2, "bytes.conllu: it is no UTF-8");
    check(&["analyse", "--tokens", "--language", "fr", "route.txt"], 2, "--tokens takes CoNLL-U");
    check(
        &["analyse", "--tokens", "--language", "fr", "bad.conllu"],
        1,
        "skipped a sentence of bad.conllu: line 3: a word has ten columns",
    );
}
