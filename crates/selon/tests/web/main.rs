//! The web interface, asked as a browser asks it, and as somebody who means harm.

#![allow(clippy::unwrap_used)]

mod asking; // a ledger, a router, requests
mod explained; // what of a page was kept, and what is its site's own
mod harm; // hostile pages, other sites, wrong names
mod html; // what an answer is made of
mod pages; // each page and its twin
mod socket; // over a real connection
mod style; // contrast
mod writing; // what comes in by a form
