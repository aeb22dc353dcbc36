package org.vibrissa.bpf.internal.load;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.internal.btf.Variable;

/** Writes the constants of a request over those of the compiler. */
final class Constants {
    private final String entry;
    private final List<Variable> declared;

    Constants(String entry, List<Variable> declared) {
        this.entry = entry;
        this.declared = declared;
    }

    /**
     * Sets what the request sets; bytes that belong to no settable constant stay as they are.
     *
     * @param section the bytes of {@code .rodata}
     */
    void apply(ObjectRequest request, ByteBuffer section) {
        request.rodata().ifPresent(all -> applyAll(all, section));
        for (Map.Entry<String, ByteBuffer> c : request.constants().entrySet()) {
            copy(c.getValue(), 0, find(c.getKey(), c.getValue().remaining()), section);
        }
    }

    private void applyAll(ByteBuffer all, ByteBuffer section) {
        if (all.remaining() != section.capacity()) {
            throw new BpfException(
                    entry
                            + ": .rodata has "
                            + section.capacity()
                            + " bytes, the request gives "
                            + all.remaining());
        }
        declared.stream()
                .filter(Variable::settable)
                .forEach(v -> copy(all, v.offset(), v, section));
    }

    private static void copy(ByteBuffer from, int at, Variable v, ByteBuffer section) {
        section.put(v.offset(), from, from.position() + at, v.type().size());
    }

    private Variable find(String name, int size) {
        Variable found =
                declared.stream()
                        .filter(v -> v.name().equals(name) && v.settable())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new BpfException(
                                                entry
                                                        + " has no settable constant "
                                                        + name
                                                        + "; it has "
                                                        + settable()));
        if (found.type().size() != size) {
            throw new BpfException(
                    entry
                            + ": constant "
                            + name
                            + " has "
                            + found.type().size()
                            + " bytes, the request gives "
                            + size);
        }
        return found;
    }

    private List<String> settable() {
        return declared.stream().filter(Variable::settable).map(Variable::name).toList();
    }
}
