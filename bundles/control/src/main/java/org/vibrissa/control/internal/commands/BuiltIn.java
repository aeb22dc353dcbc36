package org.vibrissa.control.internal.commands;

import java.util.Map;
import java.util.function.Function;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;

/** A command of this bundle. */
record BuiltIn(
        String path,
        String section,
        int order,
        String example,
        boolean structured,
        boolean hidden,
        Function<Invocation, Object> maker)
        implements CommandProvider {
    static BuiltIn of(
            String section,
            int order,
            String path,
            String example,
            Function<Invocation, Object> maker) {
        return new BuiltIn(path, section, order, example, true, false, maker);
    }

    /** Prints text as it is: no {@code -o}. */
    BuiltIn plain() {
        return new BuiltIn(path, section, order, example, false, hidden, maker);
    }

    BuiltIn unlisted() {
        return new BuiltIn(path, section, order, example, structured, true, maker);
    }

    @Override
    public Map<String, String> groups() {
        return path.startsWith("docs ") ? Map.of("docs", "Prints documentation") : Map.of();
    }

    @Override
    public Object command(Invocation invocation) {
        return maker.apply(invocation);
    }
}
