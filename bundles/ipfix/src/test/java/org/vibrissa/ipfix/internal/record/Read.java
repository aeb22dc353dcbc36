package org.vibrissa.ipfix.internal.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads messages as a collector does: by nothing but the templates in them. Keeps the templates of
 * a session.
 */
public final class Read {
    private static final long OWN = 1L << 32;

    private final Map<Integer, List<Part>> templates = new LinkedHashMap<>();
    private int templateSets;

    private record Part(long number, int length) {}

    /**
     * A message.
     *
     * @param records values by element number; of an enterprise's element {@link #own}
     */
    public record Sent(long domain, long sequence, int length, List<Map<Long, byte[]>> records) {
        /** A number that a record holds. */
        public long number(int record, long element) {
            long value = 0;
            for (byte each : records.get(record).get(element)) {
                value = value << 8 | (each & 0xff);
            }
            return value;
        }

        /** A text that a record holds. */
        public String text(int record, long element) {
            return new String(
                    records.get(record).get(element), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Key of an enterprise's element. */
    public static long own(int number) {
        return OWN | number;
    }

    /** Length of the message that begins here. */
    public static int length(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort(in.position() + 2));
    }

    public int templateSets() {
        return templateSets;
    }

    /** Reads one message to its end. */
    public Sent message(ByteBuffer in) {
        int start = in.position();
        if (in.getShort() != 10) {
            throw new IllegalStateException("not version 10");
        }
        int length = Short.toUnsignedInt(in.getShort());
        in.getInt();
        long sequence = Integer.toUnsignedLong(in.getInt());
        long domain = Integer.toUnsignedLong(in.getInt());
        List<Map<Long, byte[]>> records = new ArrayList<>();
        while (in.position() < start + length) {
            int set = Short.toUnsignedInt(in.getShort());
            int end = in.position() - 2 + Short.toUnsignedInt(in.getShort());
            while (in.position() < end) {
                if (set == 2) {
                    template(in);
                } else {
                    records.add(record(templates.get(set), in));
                }
            }
            templateSets += set == 2 ? 1 : 0;
        }
        if (in.position() != start + length) {
            throw new IllegalStateException("sets run over the message's end");
        }
        return new Sent(domain, sequence, length, records);
    }

    private void template(ByteBuffer in) {
        int id = Short.toUnsignedInt(in.getShort());
        int count = Short.toUnsignedInt(in.getShort());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            boolean ours = (number & 0x8000) != 0;
            if (ours && in.getInt() != 32473) {
                throw new IllegalStateException("another enterprise");
            }
            parts.add(new Part(ours ? own(number & 0x7fff) : number, length));
        }
        templates.put(id, parts);
    }

    private static Map<Long, byte[]> record(List<Part> parts, ByteBuffer in) {
        Map<Long, byte[]> values = new LinkedHashMap<>();
        for (Part part : parts) {
            int length = part.length();
            if (length == 65535) {
                length = Byte.toUnsignedInt(in.get());
                length = length < 255 ? length : Short.toUnsignedInt(in.getShort());
            }
            byte[] value = new byte[length];
            in.get(value);
            values.put(part.number(), value);
        }
        return values;
    }
}
