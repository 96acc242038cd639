use super::Fault;
use super::raw::Raw;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::Read;

/// How every member of gzip begins: two bytes that mark it, and the one method there is.
pub(super) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// How many unpacked bytes are at hand at once.
const CHUNK: usize = 128 << 10;
/// How far into a member it is tried before it is believed, in bytes.
const TRIED: usize = 4096;
/// The longest head of a member.
const HEAD: usize = 70_000;

/// Members of gzip, unpacked one after the other.
pub(super) struct Gzip<R> {
    raw: Raw<R>,
    inflate: Decompress,
    crc: Crc,
    out: Vec<u8>,
    from: usize,
    to: usize,
    inside: bool,
    /// Where the member begins that the bytes at hand come from.
    member: u64,
    /// Whether the next byte is the first one of its member.
    fresh: bool,
    /// Whether the member cannot be read on.
    broken: bool,
    /// The damage behind the bytes at hand.
    damage: Option<fn() -> Fault>,
}

impl<R: Read> Gzip<R> {
    pub fn new(raw: Raw<R>) -> Self {
        let member = raw.offset();
        Self {
            raw,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            out: vec![0; CHUNK],
            from: 0,
            to: 0,
            inside: false,
            member,
            fresh: false,
            broken: false,
            damage: None,
        }
    }

    /// Where the member of the next byte begins.
    pub fn offset(&self) -> u64 {
        let inside = self.from < self.to || self.inside || self.broken;
        if inside { self.member } else { self.raw.offset() }
    }

    /// Whether the bytes at hand are the first ones of a member.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The next bytes: at least one, or none at the end. They are of one member.
    pub fn fill(&mut self) -> Result<&[u8], Fault> {
        while self.from == self.to {
            self.fresh = false;
            if let Some(fault) = self.damage {
                self.broken = true;
                return Err(fault());
            }
            if !self.inside {
                let ends = self.is_padding()?;
                self.member = self.raw.offset();
                if ends {
                    return Ok(&[]);
                }
                let short = head(self.raw.need(10)?);
                let head = short.or_else(|| head(self.raw.need(HEAD).ok()?)).ok_or(Fault::Gzip)?;
                self.raw.consume(head);
                self.inflate.reset(false);
                self.crc.reset();
                (self.inside, self.fresh) = (true, true);
            }
            self.broken = true;
            self.unpack()?;
            self.broken = false;
        }
        Ok(&self.out[self.from..self.to])
    }

    /// The next `count` bytes are read.
    pub fn consume(&mut self, count: usize) {
        self.fresh &= count == 0;
        self.from = (self.from + count).min(self.to);
    }

    /// Unpacks one buffer full.
    fn unpack(&mut self) -> Result<(), Fault> {
        let input = self.raw.fill()?;
        if input.is_empty() {
            return Err(Fault::Torn);
        }
        let (before, made) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(input, &mut self.out, FlushDecompress::None);
        let read = (self.inflate.total_in() - before) as usize;
        let made = (self.inflate.total_out() - made) as usize;
        let Ok(status) = status else {
            // What came before the damage is handed out first.
            (self.from, self.to) = (0, made.min(self.out.len()));
            self.damage = Some(|| Fault::Gzip);
            return if made > 0 { Ok(()) } else { Err(Fault::Gzip) };
        };
        self.raw.consume(read);
        self.crc.update(&self.out[..made]);
        (self.from, self.to) = (0, made);
        if status == Status::StreamEnd {
            self.inside = false;
            let tail = self.raw.need(8)?;
            let number = |at: usize| tail.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
            let (sum, amount) = (number(0), number(4));
            let torn = amount.is_none();
            let fits = sum == Some(self.crc.sum()) && amount == Some(self.crc.amount());
            self.raw.consume(8);
            if torn {
                self.damage = Some(|| Fault::Torn);
            } else if !fits {
                self.damage = Some(|| Fault::Sum);
            }
        } else if read == 0 && made == 0 {
            return Err(Fault::Gzip);
        }
        Ok(())
    }

    /// Whether nothing but zeros is left: tapes and block devices fill up so.
    fn is_padding(&mut self) -> Result<bool, Fault> {
        while self.raw.fill()?.first() == Some(&0) {
            let input = self.raw.fill()?;
            let zeros = input.iter().take_while(|byte| **byte == 0).count();
            self.raw.consume(zeros);
        }
        Ok(self.raw.fill()?.is_empty())
    }

    /// Goes on at the next member that begins with the bytes `with`. Whether
    /// there is one.
    pub fn resume(&mut self, with: &[u8]) -> Result<bool, Fault> {
        (self.inside, self.broken, self.damage) = (false, false, None);
        (self.from, self.to) = (0, 0);
        // Damage may have led over the beginning of the next one.
        self.raw.back_to(self.member + 1);
        loop {
            let input = self.raw.need(MAGIC.len())?;
            if input.len() < MAGIC.len() {
                return Ok(false);
            }
            let found = input.windows(MAGIC.len()).position(|window| window == MAGIC);
            let Some(at) = found else {
                let passed = input.len() + 1 - MAGIC.len();
                self.raw.consume(passed);
                continue;
            };
            self.raw.consume(at);
            if self.begins_with(with)? {
                return Ok(true);
            }
            self.raw.consume(1);
        }
    }

    fn begins_with(&mut self, with: &[u8]) -> Result<bool, Fault> {
        let input = self.raw.need(TRIED)?;
        let Some(head) = head(input) else { return Ok(false) };
        let packed = &input[head..input.len().clamp(head, head + TRIED)];
        let mut out = vec![0; with.len()];
        self.inflate.reset(false);
        let tried = self.inflate.decompress(packed, &mut out, FlushDecompress::None);
        Ok(tried.is_ok() && self.inflate.total_out() == with.len() as u64 && out == with)
    }
}

/// How long the head of a member is; nothing if this is none.
fn head(bytes: &[u8]) -> Option<usize> {
    const CRC: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let flags = *bytes.get(3)?;
    if !bytes.starts_with(&MAGIC) || flags & 0xe0 != 0 {
        return None;
    }
    let mut at = 10;
    if flags & EXTRA != 0 {
        at += 2 + usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0)? + 1;
        }
    }
    at += if flags & CRC != 0 { 2 } else { 0 };
    (at <= bytes.len()).then_some(at)
}
