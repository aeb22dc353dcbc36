package org.vibrissa.bpf;

/** What a write expects of the entry. */
public enum PutMode {
    /** Create or replace. */
    ANY,
    /** Create only. */
    NOEXIST,
    /** Replace only. */
    EXIST
}
