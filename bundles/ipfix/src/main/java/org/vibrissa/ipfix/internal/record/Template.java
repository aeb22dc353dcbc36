package org.vibrissa.ipfix.internal.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A kind of record. Immutable.
 *
 * @param id 256..65535, also the set id of its records
 */
record Template(int id, List<Field> fields) {
    private static final int ENTERPRISE_BIT = 0x8000;

    Template {
        fields = List.copyOf(fields);
    }

    /** Appends the template record that tells collectors of it (RFC 7011 section 3.4.1). */
    void describe(long enterprise, ByteBuffer out) {
        out.putShort((short) id).putShort((short) fields.size());
        for (Field field : fields) {
            Element element = field.element();
            int bit = element.ours() ? ENTERPRISE_BIT : 0;
            out.putShort((short) (element.number() | bit)).putShort((short) element.length());
            if (element.ours()) {
                out.putInt((int) enterprise);
            }
        }
    }

    /** Appends a data record. */
    void write(Sight sight, ByteBuffer out) {
        for (Field field : fields) {
            field.value().write(sight, out);
        }
    }
}
