package org.vibrissa.flow.internal.watch;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.flow.internal.bpf.VibWatch;

/** The map {@code vib_watch} without a kernel. */
final class RowsInMemory {
    private final Map<Integer, VibWatch> rows = new HashMap<>();
    private int writes;

    @SuppressWarnings("unchecked")
    BpfMap<Integer, VibWatch> map() {
        return (BpfMap<Integer, VibWatch>)
                Proxy.newProxyInstance(
                        RowsInMemory.class.getClassLoader(),
                        new Class<?>[] {BpfMap.class},
                        (proxy, method, args) -> answer(method.getName(), args));
    }

    private Object answer(String method, Object[] args) {
        return switch (method) {
            case "get" -> Optional.of(row((Integer) args[0]));
            case "put" -> {
                writes++;
                rows.put((Integer) args[0], (VibWatch) args[1]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }

    VibWatch row(int index) {
        return rows.getOrDefault(index, VibWatch.ZERO);
    }

    void leave(int index, VibWatch row) {
        rows.put(index, row);
    }

    int writes() {
        return writes;
    }
}
