use crate::asking::House;
use selon::fetch::Policy;
use selon::web::{self, MAX_BODY, Options};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

/// A house on a real port of this machine, for as long as the test runs.
fn open(house: &House) -> u16 {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let options = Options { ledger: house.path(), port, policy: Policy::default() };
    let router = web::router(options).unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    port
}

/// Sends bytes and reads until the other side closes.
fn say(port: u16, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn over_a_real_connection_only_the_right_name_is_answered() {
    let house = House::demo();
    let port = open(&house);
    let get = |line: &str, host: &str| {
        say(port, format!("{line}\r\n{host}Connection: close\r\n\r\n").as_bytes())
    };
    let right = format!("Host: localhost:{port}\r\n");
    assert!(get("GET / HTTP/1.1", &right).starts_with("HTTP/1.1 200"));
    assert!(get("GET /documents.json HTTP/1.1", &right).contains("Brenov"));
    for (line, host) in [
        ("GET /documents.json HTTP/1.1", format!("Host: evil.example:{port}\r\n")),
        ("GET /documents.json HTTP/1.1", "Host: 127.0.0.1\r\n".to_owned()),
        ("GET /documents.json HTTP/1.0", String::new()),
        ("GET http://evil.example/documents.json HTTP/1.1", right.clone()),
    ] {
        let answer = get(line, &host);
        assert!(answer.contains(" 421 "), "{line} {host} {answer}");
        assert!(answer.contains("default-src 'none'") && !answer.contains("Brenov"));
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_with_a_page() {
    let house = House::empty();
    let port = open(&house);
    let size = MAX_BODY + 1;
    let mut request = format!(
        "POST /read HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {size}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n\r\n"
    )
    .into_bytes();
    request.resize(request.len() + size, b'a');
    let answer = say(port, &request);
    assert!(answer.starts_with("HTTP/1.1 413"), "{}", &answer[..answer.len().min(200)]);
    assert!(answer.contains("20 MB"));
    // The server lives on.
    let line = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    assert!(say(port, line.as_bytes()).starts_with("HTTP/1.1 200"));
}

#[cfg(unix)]
#[test]
fn serving_ends_on_ctrl_c_even_if_a_browser_holds_a_line_open() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_selon"))
        .args(["serve", "--port", "0", "--ledger"])
        .arg(folder.path().join("new.db"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find(|line| line.starts_with("http://127.0.0.1:")).unwrap();
    let port = address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let line = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert!(say(port, line.as_bytes()).starts_with("HTTP/1.1 200"));
    let _silent = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let asked = Instant::now();
    Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    while program.try_wait().unwrap().is_none() {
        assert!(asked.elapsed() < Duration::from_secs(10), "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(program.wait().unwrap().success());
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let options =
        Options { ledger: folder.path().join("selon.db"), port, policy: Policy::default() };
    let error = web::serve(options).unwrap_err().to_string();
    assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
}
