package org.vibrissa.bpf.internal.btf;

import java.util.List;

/** One entry of the BTF type section, as the compiler wrote it; references are type ids. */
sealed interface BtfType {
    /** Id 0. */
    record NoType() implements BtfType {}

    /** INT. {@code bits} from bit {@code shift} of {@code size} bytes carry the value. */
    record Int(String name, int size, boolean signed, boolean bool, int shift, int bits)
            implements BtfType {}

    /** PTR. */
    record Ptr(int target) implements BtfType {}

    /** ARRAY. */
    record Array(int element, long count) implements BtfType {}

    /** STRUCT or UNION. */
    record Composite(String name, boolean union, long size, List<Member> members)
            implements BtfType {}

    /**
     * A member of a struct or union.
     *
     * @param bits width of a bit field, 0 when it is none
     */
    record Member(String name, int type, long bitOffset, int bits) {}

    /** ENUM or ENUM64. */
    record Enumeration(String name, int size, boolean signed, List<Constant> constants)
            implements BtfType {}

    /** An enumeration constant. */
    record Constant(String name, long value) {}

    /** FWD: a struct or union that was declared only. */
    record Forward(String name) implements BtfType {}

    /** What only qualifies or renames another type. */
    record Alias(Qualifier qualifier, String name, int target) implements BtfType {}

    /** Kinds of alias. */
    enum Qualifier {
        TYPEDEF,
        VOLATILE,
        CONST,
        RESTRICT,
        TYPE_TAG
    }

    /** FUNC. */
    record Function(String name, int prototype) implements BtfType {}

    /** FUNC_PROTO. */
    record Prototype() implements BtfType {}

    /** VAR: a variable with static storage. */
    record Variable(String name, int type, int linkage) implements BtfType {}

    /** DATASEC: the variables of one ELF section. */
    record DataSection(String name, List<Placed> variables) implements BtfType {}

    /** A variable of a section; offset and size are 0 until a linker fills them in. */
    record Placed(int variable, long offset, long size) {}

    /** FLOAT. */
    record Floating(String name, int size) implements BtfType {}

    /** DECL_TAG; {@code component} is -1 for the type itself, else a member's index. */
    record DeclTag(String name, int target, int component) implements BtfType {}
}
