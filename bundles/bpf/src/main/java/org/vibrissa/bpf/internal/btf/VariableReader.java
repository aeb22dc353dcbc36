package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the variables of a data section. BTF says their types; their places are in the symbol
 * table, as the compiler leaves the offsets in BTF at zero.
 */
final class VariableReader {
    private final ElfFile elf;
    private final Btf btf;
    private final TypeResolver resolver;

    VariableReader(ElfFile elf, Btf btf, TypeResolver resolver) {
        this.elf = elf;
        this.btf = btf;
        this.resolver = resolver;
    }

    /** The variables of a section in order of place; none when the object lacks the section. */
    List<Variable> read(String name) {
        Optional<ElfFile.Section> bytes = elf.section(name);
        Optional<Btf.Section> types = btf.dataSection(name);
        if (bytes.isEmpty() || types.isEmpty()) {
            return List.of();
        }
        Map<String, Long> places = new HashMap<>();
        for (ElfFile.Symbol symbol : elf.symbols(bytes.get())) {
            places.put(symbol.name(), symbol.value());
        }
        List<Variable> variables = new ArrayList<>();
        for (BtfType.Placed placed : types.get().section().variables()) {
            variables.add(variable(placed, types.get().id(), places, bytes.get().size()));
        }
        variables.sort(Comparator.comparingInt(Variable::offset));
        return List.copyOf(variables);
    }

    private Variable variable(
            BtfType.Placed placed, int section, Map<String, Long> places, long size) {
        int id = placed.variable();
        if (!(btf.type(id, section) instanceof BtfType.Variable raw)) {
            throw btf.malformed(section, "lists type " + id + ", which is no variable");
        }
        CType type = resolver.resolve(raw.type(), id);
        Long offset = places.get(raw.name());
        if (offset == null) {
            throw btf.malformed(id, "variable " + raw.name() + " has no symbol");
        }
        if (offset < 0 || offset > size - type.size()) {
            throw btf.malformed(
                    id,
                    String.format(
                            "variable %s of %d bytes at %d is outside of its section of %d bytes",
                            raw.name(), type.size(), offset, size));
        }
        return new Variable(raw.name(), Math.toIntExact(offset), type, isVolatile(raw.type(), id));
    }

    /** The qualifier of an array is on its elements. */
    private boolean isVolatile(int type, int from) {
        Btf.Resolved target = btf.resolve(type, from);
        boolean found = target.qualifiers().contains(BtfType.Qualifier.VOLATILE);
        while (!found && target.type() instanceof BtfType.Array array) {
            target = btf.resolve(array.element(), target.id());
            found = target.qualifiers().contains(BtfType.Qualifier.VOLATILE);
        }
        return found;
    }
}
