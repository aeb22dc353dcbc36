package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.bpf.internal.btf.BtfType.Qualifier;

/**
 * Reads the type section entry by entry. Kinds and forms: the kernel's Documentation/bpf/btf.rst.
 */
final class BtfTypeReader {
    private final ByteRange types;
    private final StringTable strings;
    private long at;

    BtfTypeReader(ByteRange types, StringTable strings) {
        this.types = types;
        this.strings = strings;
    }

    boolean hasNext() {
        return at < types.length();
    }

    /** Where the next entry starts in the file. */
    long fileOffset() {
        return types.fileOffset(at);
    }

    BtfType next() {
        long start = at;
        String name = string(at);
        int info = types.s32(at + 4);
        int vlen = info & 0xffff;
        int kind = info >>> 24 & 0x1f;
        boolean flag = info < 0;
        int sizeOrType = types.s32(at + 8);
        at += 12;
        return switch (kind) {
            case 1 -> integer(start, name, sizeOrType);
            case 2 -> new BtfType.Ptr(sizeOrType);
            case 3 -> array();
            case 4, 5 -> composite(name, kind == 5, sizeOrType, vlen, flag);
            case 6 -> enumeration(start, name, sizeOrType, vlen, flag, false);
            case 7 -> new BtfType.Forward(name);
            case 8 -> new BtfType.Alias(Qualifier.TYPEDEF, name, sizeOrType);
            case 9 -> new BtfType.Alias(Qualifier.VOLATILE, name, sizeOrType);
            case 10 -> new BtfType.Alias(Qualifier.CONST, name, sizeOrType);
            case 11 -> new BtfType.Alias(Qualifier.RESTRICT, name, sizeOrType);
            case 12 -> new BtfType.Function(name, sizeOrType);
            case 13 -> prototype(vlen);
            case 14 -> new BtfType.Variable(name, sizeOrType, take());
            case 15 -> section(name, vlen);
            case 16 -> new BtfType.Floating(name, sizeOrType);
            case 17 -> new BtfType.DeclTag(name, sizeOrType, take());
            case 18 -> new BtfType.Alias(Qualifier.TYPE_TAG, name, sizeOrType);
            case 19 -> enumeration(start, name, sizeOrType, vlen, flag, true);
            default -> throw types.malformed(start + 4, "unknown BTF kind " + kind);
        };
    }

    private BtfType integer(long start, String name, int size) {
        int encoding = take();
        int shift = encoding >>> 16 & 0xff;
        int bits = encoding & 0xff;
        if (size < 1 || size > 16 || bits < 1 || shift + bits > size * 8) {
            throw types.malformed(
                    start + 8,
                    String.format(
                            "integer %s: %d bits from bit %d of %d bytes",
                            name, bits, shift, size));
        }
        int traits = encoding >>> 24 & 0xf;
        return new BtfType.Int(name, size, (traits & 1) != 0, (traits & 4) != 0, shift, bits);
    }

    private BtfType array() {
        BtfType array = new BtfType.Array(types.s32(at), types.u32(at + 8));
        at += 12;
        return array;
    }

    private BtfType composite(String name, boolean union, int size, int vlen, boolean bitFields) {
        List<BtfType.Member> members = new ArrayList<>(entries(vlen, 12));
        for (int i = 0; i < vlen; i++, at += 12) {
            long place = types.u32(at + 8);
            members.add(
                    new BtfType.Member(
                            string(at),
                            types.s32(at + 4),
                            bitFields ? place & 0xffffff : place,
                            bitFields ? (int) (place >>> 24) : 0));
        }
        return new BtfType.Composite(name, union, size & 0xffff_ffffL, List.copyOf(members));
    }

    private BtfType enumeration(
            long start, String name, int size, int vlen, boolean signed, boolean wide) {
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            throw types.malformed(start + 8, "enum " + name + " of " + size + " bytes");
        }
        int entry = wide ? 12 : 8;
        List<BtfType.Constant> constants = new ArrayList<>(entries(vlen, entry));
        for (int i = 0; i < vlen; i++, at += entry) {
            long low = signed && !wide ? types.s32(at + 4) : types.u32(at + 4);
            long value = wide ? low | types.u32(at + 8) << 32 : low;
            constants.add(new BtfType.Constant(string(at), value));
        }
        return new BtfType.Enumeration(name, size, signed, List.copyOf(constants));
    }

    private BtfType prototype(int vlen) {
        at += 8L * entries(vlen, 8);
        return new BtfType.Prototype();
    }

    private BtfType section(String name, int vlen) {
        List<BtfType.Placed> variables = new ArrayList<>(entries(vlen, 12));
        for (int i = 0; i < vlen; i++, at += 12) {
            variables.add(new BtfType.Placed(types.s32(at), types.u32(at + 4), types.u32(at + 8)));
        }
        return new BtfType.DataSection(name, List.copyOf(variables));
    }

    /** Refuses a count that the rest of the section cannot hold, before anything is allocated. */
    private int entries(int vlen, int size) {
        if ((long) vlen * size > types.length() - at) {
            throw types.malformed(at, vlen + " entries of " + size + " bytes do not fit");
        }
        return vlen;
    }

    private int take() {
        int value = types.s32(at);
        at += 4;
        return value;
    }

    private String string(long field) {
        return strings.get(types.u32(field), types.fileOffset(field));
    }
}
