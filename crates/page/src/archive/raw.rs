use std::io::{self, ErrorKind, Read};

/// How many bytes are asked for at once.
const CHUNK: usize = 256 << 10;
/// How many bytes that were read stay at hand, to be looked at again after damage.
const BEHIND: usize = 64 << 10;

/// Bytes as they lie in a file, each with its place.
pub(super) struct Raw<R> {
    inner: R,
    buffer: Vec<u8>,
    /// The next byte in `buffer`; those before it were read.
    from: usize,
    /// Where the first byte of `buffer` lies in the file.
    start: u64,
    /// How many bytes were read a second time.
    again: u64,
}

impl<R: Read> Raw<R> {
    /// `at` is where the first byte of `inner` lies in its file.
    pub fn new(inner: R, at: u64) -> Self {
        Self { inner, buffer: Vec::new(), from: 0, start: at, again: 0 }
    }

    /// Where the next byte lies, counted from the beginning of the file.
    pub fn offset(&self) -> u64 {
        self.start + self.from as u64
    }

    /// The next bytes: at least one, or none at the end.
    pub fn fill(&mut self) -> io::Result<&[u8]> {
        self.need(1)
    }

    /// The next bytes: at least `count` of them, or all that are left.
    pub fn need(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.from < count {
            if self.from > BEHIND {
                let gone = self.from - BEHIND;
                self.buffer.drain(..gone);
                self.start += gone as u64;
                self.from = BEHIND;
            }
            let held = self.buffer.len();
            self.buffer.resize(held + CHUNK, 0);
            let read = self.inner.read(&mut self.buffer[held..]);
            self.buffer.truncate(held + read.as_ref().map_or(0, |read| *read));
            match read {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.buffer[self.from..])
    }

    /// The next `count` bytes are read.
    pub fn consume(&mut self, count: usize) {
        self.from = (self.from + count).min(self.buffer.len());
    }

    /// Goes back to `offset`, or as far as bytes are still at hand. Who goes back
    /// again and again stays where he is: no file takes more than twice its time.
    pub fn back_to(&mut self, offset: u64) {
        let target = offset.max(self.start);
        let back = self.offset().saturating_sub(target);
        if self.again + back <= self.offset() + BEHIND as u64 {
            self.again += back;
            self.from -= back as usize;
        }
    }
}
