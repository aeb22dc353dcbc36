package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns BTF ids into checked {@link CType}s, each once. */
final class TypeResolver {
    /** Deepest nesting of structs and arrays; the kernel resolves 32. */
    private static final int DEEPEST = 32;

    private static final Set<String> NETWORK = Set.of("__be16", "__be32", "__be64");

    private final Btf btf;
    private final Map<Integer, String> typedefs = new HashMap<>();
    private final Map<Integer, CType> resolved = new HashMap<>();
    private final Map<Integer, CType> network = new HashMap<>();

    TypeResolver(Btf btf) {
        this.btf = btf;
        for (int id = 1; id < btf.count(); id++) {
            if (btf.type(id, id) instanceof BtfType.Alias alias
                    && alias.qualifier() == BtfType.Qualifier.TYPEDEF) {
                typedefs.putIfAbsent(alias.target(), alias.name());
            }
        }
    }

    /** The type with that id, which type {@code from} refers to. */
    CType resolve(int id, int from) {
        return resolve(id, from, 0);
    }

    private CType resolve(int id, int from, int depth) {
        if (depth > DEEPEST) {
            throw btf.malformed(id, "is nested deeper than " + DEEPEST + " or contains itself");
        }
        Btf.Resolved target = btf.resolve(id, from);
        boolean swapped = target.typedefs().stream().anyMatch(NETWORK::contains);
        Map<Integer, CType> cache = swapped ? network : resolved;
        CType known = cache.get(target.id());
        if (known == null) {
            known = build(target.id(), target.type(), swapped, depth);
            cache.put(target.id(), known);
        }
        return known;
    }

    private CType build(int id, BtfType type, boolean swapped, int depth) {
        if (type instanceof BtfType.Int i) {
            return integer(id, i, swapped);
        } else if (type instanceof BtfType.Ptr) {
            return new CType.Pointer();
        } else if (type instanceof BtfType.Floating f) {
            return new CType.Floating(f.size());
        } else if (type instanceof BtfType.Enumeration e) {
            return enumeration(id, e);
        } else if (type instanceof BtfType.Array a) {
            return array(id, a, depth);
        } else if (type instanceof BtfType.Composite c) {
            return composite(id, c, depth);
        }
        throw btf.malformed(id, "has no size: " + type.getClass().getSimpleName());
    }

    private CType integer(int id, BtfType.Int type, boolean swapped) {
        if (Integer.bitCount(type.size()) != 1) {
            throw btf.malformed(id, "is an integer of " + type.size() + " bytes");
        }
        return new CType.Int(type.size(), type.signed(), type.bool(), swapped);
    }

    private CType enumeration(int id, BtfType.Enumeration type) {
        List<CType.Constant> constants = new ArrayList<>();
        for (BtfType.Constant constant : type.constants()) {
            constants.add(new CType.Constant(constant.name(), constant.value()));
        }
        return new CType.Enumeration(named(id, type.name()), type.size(), type.signed(), constants);
    }

    private CType array(int id, BtfType.Array type, int depth) {
        CType element = resolve(type.element(), id, depth + 1);
        if (type.count() > Integer.MAX_VALUE || type.count() * element.size() > 1 << 30) {
            throw btf.malformed(
                    id, "is an array of " + type.count() + " times " + element.size() + " bytes");
        }
        return new CType.Array(element, (int) type.count());
    }

    private CType composite(int id, BtfType.Composite type, int depth) {
        if (type.size() > 1 << 28) {
            throw btf.malformed(id, "is a struct of " + type.size() + " bytes");
        }
        List<CType.Member> members = new ArrayList<>();
        for (BtfType.Member raw : type.members()) {
            CType.Member member = member(id, raw, resolve(raw.type(), id, depth + 1));
            if (member.offset() + (long) member.size() > type.size()) {
                throw btf.malformed(
                        id,
                        String.format(
                                "has member %s of %d bytes at %d but only %d bytes",
                                raw.name(), member.size(), member.offset(), type.size()));
            }
            members.add(member);
        }
        return new CType.Composite(
                named(id, type.name()), type.union(), (int) type.size(), members);
    }

    private CType.Member member(int id, BtfType.Member raw, CType type) {
        int width = raw.bits();
        long place = raw.bitOffset();
        if (width == 0
                && btf.resolve(raw.type(), id).type() instanceof BtfType.Int i
                && i.bits() != i.size() * 8) {
            // The older form: the width is in an integer type of its own.
            width = i.bits();
            place += i.shift();
        }
        boolean integral = type instanceof CType.Int || type instanceof CType.Enumeration;
        if ((width == 0 && place % 8 != 0)
                || (width != 0 && (!integral || width > type.size() * 8))
                || place > Integer.MAX_VALUE) {
            throw btf.malformed(
                    id, "has member " + raw.name() + " at bit " + place + " of " + width + " bits");
        }
        return new CType.Member(raw.name(), (int) place, width, type);
    }

    private String named(int id, String tag) {
        return tag.isEmpty() ? typedefs.getOrDefault(id, "") : tag;
    }
}
