package org.vibrissa.bpf.internal.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes small ELF objects with hand-made BTF, right or wrong. */
final class BtfWriter {
    static final int PTR = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int TYPEDEF = 8;
    static final int VAR = 14;
    static final int DATASEC = 15;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int count;

    BtfWriter() {
        strings.write(0);
    }

    /** Adds a type; returns its id. */
    int add(String name, int kind, int vlen, int sizeOrType, int... words) {
        int[] all = new int[3 + words.length];
        all[0] = string(name);
        all[1] = kind << 24 | vlen;
        all[2] = sizeOrType;
        System.arraycopy(words, 0, all, 3, words.length);
        ByteBuffer bytes = ByteBuffer.allocate(4 * all.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : all) {
            bytes.putInt(word);
        }
        types.writeBytes(bytes.array());
        return ++count;
    }

    /** Adds an unsigned int of 4 bytes. */
    int u32() {
        return add("u32", 1, 0, 4, 32);
    }

    /** Adds the string; returns its offset. */
    int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }

    /** Adds a map variable whose definition is type {@code definition}, in section .maps. */
    BtfWriter map(String name, int definition) {
        int variable = add(name, VAR, 0, definition, 1);
        add(".maps", DATASEC, 1, 0, variable, 0, 0);
        return this;
    }

    /** Adds a map with a value of that type. */
    BtfWriter mapOf(int value) {
        int pointer = add("", PTR, 0, value);
        return map("m", add("", STRUCT, 1, 8, string("value"), pointer, 0));
    }

    byte[] btf() {
        ByteBuffer bytes =
                ByteBuffer.allocate(24 + types.size() + strings.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        bytes.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        return bytes.put(types.toByteArray()).put(strings.toByteArray()).array();
    }

    byte[] object() {
        return object(btf());
    }

    /** An object whose .BTF section, at offset 64, is {@code btf}. */
    static byte[] object(byte[] btf) {
        byte[] names = "\0.BTF\0.names\0".getBytes(StandardCharsets.UTF_8);
        int headers = 64 + btf.length + names.length;
        ByteBuffer b = ByteBuffer.allocate(headers + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        b.putShort(16, (short) 1).putShort(18, (short) 247).putLong(40, headers);
        b.putShort(52, (short) 64).putShort(58, (short) 64);
        b.putShort(60, (short) 3).putShort(62, (short) 2);
        b.put(64, btf).put(64 + btf.length, names);
        section(b, headers + 64, 1, 64, btf.length);
        section(b, headers + 128, 6, 64 + btf.length, names.length);
        return b.array();
    }

    private static void section(ByteBuffer b, int at, int name, int offset, int size) {
        b.putInt(at, name).putInt(at + 4, 1).putLong(at + 24, offset).putLong(at + 32, size);
    }
}
