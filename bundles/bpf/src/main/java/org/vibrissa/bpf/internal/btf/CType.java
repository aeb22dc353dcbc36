package org.vibrissa.bpf.internal.btf;

import java.util.List;

/**
 * A C type with typedefs and qualifiers resolved and all sizes known and checked: what layouts and
 * codecs are made from. Types that BTF shares are shared here, so compare {@link Layouts}, not
 * these.
 */
public sealed interface CType {
    /** Its size in bytes. */
    int size();

    /**
     * An integer.
     *
     * @param size 1, 2, 4, 8 or 16
     * @param network whether it was spelled {@code __be16}, {@code __be32} or {@code __be64}
     */
    record Int(int size, boolean signed, boolean bool, boolean network) implements CType {}

    /** A floating point number of 4, 8 or 16 bytes. */
    record Floating(int size) implements CType {}

    /** A pointer of the BPF machine, 8 bytes. */
    record Pointer() implements CType {
        @Override
        public int size() {
            return 8;
        }
    }

    /**
     * An enumeration.
     *
     * @param name its tag or typedef, empty when it has none
     */
    record Enumeration(String name, int size, boolean signed, List<Constant> constants)
            implements CType {
        public Enumeration {
            constants = List.copyOf(constants);
        }
    }

    /** An enumeration constant. */
    record Constant(String name, long value) {}

    /** An array; {@code count} is 0 for a flexible one. */
    record Array(CType element, int count) implements CType {
        @Override
        public int size() {
            return element.size() * count;
        }
    }

    /**
     * A struct or union.
     *
     * @param name its tag or typedef, empty when it has none
     */
    record Composite(String name, boolean union, int size, List<Member> members) implements CType {
        public Composite {
            members = List.copyOf(members);
        }

        /** As C spells it. */
        public String spelling() {
            String kind = union ? "union" : "struct";
            return name.isEmpty() ? kind : kind + " " + name;
        }
    }

    /**
     * A member; it lies within its composite.
     *
     * @param name its name, empty for an anonymous struct or union
     * @param bitOffset its place in bits
     * @param bits width of a bit field, 0 when it is none
     */
    record Member(String name, int bitOffset, int bits, CType type) {
        /** Its place in bytes; of a bit field the byte that has its first bit. */
        public int offset() {
            return bitOffset / 8;
        }

        /** Bytes it touches. */
        public int size() {
            return bits == 0 ? type.size() : (bitOffset % 8 + bits + 7) / 8;
        }
    }
}
