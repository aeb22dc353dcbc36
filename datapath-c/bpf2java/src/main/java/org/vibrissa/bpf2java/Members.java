package org.vibrissa.bpf2java;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vibrissa.bpf.internal.btf.CType;

/**
 * The members of one struct as record components. Padding is left out. Of a union the first member
 * of full size becomes a component (raw bytes when there is none); the others are views, which have
 * static accessors only.
 */
final class Members {
    private static final Pattern PADDING = Pattern.compile("_*pad(ding)?_?\\d*_*");

    private final Names names;
    private final Types types;
    private final ByteOrder order;
    private final String owner;
    private final int size;
    private final List<Component> components = new ArrayList<>();
    private final List<Component> views = new ArrayList<>();

    private Members(Names names, Types types, ByteOrder order, String owner, int size) {
        this.names = names;
        this.types = types;
        this.order = order;
        this.owner = owner;
        this.size = size;
    }

    static Members of(
            CType.Composite composite, Names names, Types types, ByteOrder order, String owner) {
        Members members = new Members(names, types, order, owner, composite.size());
        members.addComposite(composite, "", 0, members.components);
        members.checkNames(composite);
        return members;
    }

    List<Component> components() {
        return components;
    }

    List<Component> views() {
        return views;
    }

    private void addComposite(
            CType.Composite composite, String prefix, int base, List<Component> into) {
        if (composite.union()) {
            addUnion(composite, prefix, base, into);
            return;
        }
        for (CType.Member member : composite.members()) {
            addMember(member, prefix, base, into);
        }
    }

    private void addUnion(CType.Composite union, String prefix, int base, List<Component> into) {
        List<CType.Member> all = union.members();
        int whole = 0;
        while (whole < all.size()
                && (all.get(whole).bits() != 0 || all.get(whole).size() != union.size())) {
            whole++;
        }
        if (whole == all.size() && union.size() > 0) {
            String name =
                    prefix.isEmpty() ? "union" + base : prefix.substring(0, prefix.length() - 1);
            into.add(bytes(name, base, union.size()));
        }
        for (int i = 0; i < all.size(); i++) {
            addMember(all.get(i), prefix, base, i == whole ? into : views);
        }
    }

    private void addMember(CType.Member member, String prefix, int base, List<Component> into) {
        int offset = base + member.offset();
        CType element = element(member.type());
        if (element instanceof CType.Composite composite) {
            addNested(member, composite, prefix, offset, into);
        } else if (!member.name().isEmpty() && !isPadding(member) && member.size() > 0) {
            into.add(number(member, element, prefix + member.name(), offset));
        }
    }

    private void addNested(
            CType.Member member,
            CType.Composite composite,
            String prefix,
            int offset,
            List<Component> into) {
        String cName = prefix + member.name();
        if (member.type() != composite) {
            addList(member, composite, cName, offset, into);
        } else if (member.name().isEmpty()) {
            addComposite(composite, prefix, offset, into);
        } else if (composite.union() && composite.name().isEmpty()) {
            addComposite(composite, cName + ".", offset, into);
        } else {
            String type = types.struct(composite, owner + "_" + cName);
            into.add(
                    new StructComponent(
                            names.fieldName(cName), cName, offset, composite.size(), type));
        }
    }

    private void addList(
            CType.Member member,
            CType.Composite element,
            String cName,
            int offset,
            List<Component> into) {
        if (member.size() > 0) {
            String type = types.struct(element, owner + "_" + cName);
            int count = member.size() / element.size();
            into.add(
                    new StructListComponent(
                            names.fieldName(cName), cName, offset, type, element.size(), count));
        }
    }

    private Component number(CType.Member member, CType element, String cName, int offset) {
        String name = names.fieldName(cName);
        if (member.bits() != 0) {
            return bits(member, cName, offset);
        } else if (element.size() == 16) {
            return bytes(cName, offset, member.size());
        }
        Scalar scalar = Scalar.of(element, order);
        if (member.type() != element) {
            return new ArrayComponent(name, cName, offset, scalar, member.size() / element.size());
        }
        Optional<String> named =
                element instanceof CType.Enumeration e && e.size() <= 4 && !e.name().isEmpty()
                        ? Optional.of(types.enumeration(e))
                        : Optional.empty();
        return new ScalarComponent(name, cName, offset, scalar, named);
    }

    private Component bytes(String cName, int offset, int size) {
        Scalar octet = Scalar.of(new CType.Int(1, false, false, false), order);
        return new ArrayComponent(names.fieldName(cName), cName, offset, octet, size);
    }

    private Component bits(CType.Member member, String cName, int offset) {
        int touched = member.size();
        int unit = touched <= 2 ? touched : touched <= 4 ? 4 : 8;
        if (touched > 8 || unit > size) {
            throw new GeneratorException("bit field " + cName + " is packed too oddly");
        }
        int start = Math.min(offset, size - unit);
        int first = member.bitOffset() % 8 + 8 * (offset - start);
        int shift = order == ByteOrder.LITTLE_ENDIAN ? first : unit * 8 - first - member.bits();
        boolean signed = Scalar.isSigned(member.type());
        return new BitComponent(
                names.fieldName(cName), cName, start, unit, shift, member.bits(), signed);
    }

    private static CType element(CType type) {
        CType element = type;
        while (element instanceof CType.Array array) {
            element = array.element();
        }
        return element;
    }

    private static boolean isPadding(CType.Member member) {
        return PADDING.matcher(member.name()).matches()
                && element(member.type()) instanceof CType.Int;
    }

    private void checkNames(CType.Composite composite) {
        Set<String> seen = new HashSet<>();
        for (List<Component> list : List.of(components, views)) {
            for (Component c : list) {
                if (!seen.add(c.name())) {
                    throw new GeneratorException(
                            "two members of "
                                    + composite.spelling()
                                    + " would both be named "
                                    + c.name());
                }
            }
        }
    }
}
