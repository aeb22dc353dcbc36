package org.vibrissa.ipfix.internal.record;

import java.nio.ByteBuffer;

/**
 * A field of a record: what the template says of it and how its value is written. One list of these
 * makes both, so that they cannot differ.
 */
record Field(Element element, Value value) {
    /** Writes a value of exactly the element's length. */
    interface Value {
        /**
         * Appends the value.
         *
         * @throws java.nio.BufferOverflowException when there is no room for it
         */
        void write(Sight sight, ByteBuffer out);
    }
}
