package org.vibrissa.ipfix.internal.record;

/**
 * An information element as a template names it.
 *
 * @param number 1..32767
 * @param length octets of a value, or {@link #VARIABLE}
 * @param ours whether it is one of the enterprise's
 */
record Element(int number, int length, boolean ours) {
    /** Each value carries its own length (RFC 7011 section 7). */
    static final int VARIABLE = 65535;

    /** Of IANA's registry. */
    static Element standard(int number, int length) {
        return new Element(number, length, false);
    }

    /** Of Vibrissa's own; the numbers are in docs/ipfix.md and are never used again. */
    static Element own(int number, int length) {
        return new Element(number, length, true);
    }
}
