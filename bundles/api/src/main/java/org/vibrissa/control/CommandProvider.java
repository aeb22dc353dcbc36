package org.vibrissa.control;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of {@code vibrissa}; register it as a service.
 *
 * <pre>{@code
 * @Component
 * public final class CtList implements CommandProvider {
 *     public String path() { return "bpf ct list"; }
 *     public String section() { return "Datapath"; }
 *     public Map<String, String> groups() { return Map.of("bpf", "Kernel maps as they are"); }
 *     public String example() { return "vibrissa bpf ct list -o json"; }
 *     public Object command(Invocation inv) { return new Run(inv); }
 * }
 * }</pre>
 *
 * where {@code Run} is a class with picocli's {@code @Command(description = ...)} that implements
 * {@code Runnable} or {@code Callable<Integer>} (the exit code). {@code -h}, and {@code -o} when
 * {@link #structured()}, are added by the control bundle.
 */
@ConsumerType
public interface CommandProvider {
    /**
     * Words that call it, lower case, separated by one space: {@code "status"}, {@code "bpf ct
     * list"}. All but the last are groups, which several bundles may share. The last word is the
     * command's name, whatever its annotation says. Of two providers with equal paths the one with
     * the higher service ranking wins.
     */
    String path();

    /** The heading in {@code vibrissa help} under which the first word stands. */
    default String section() {
        return "Other";
    }

    /** Place within the section: low first, then by name. */
    default int order() {
        return 1000;
    }

    /** One line for each group on the path ({@code "bpf"}, {@code "bpf ct"}), for the help. */
    default Map<String, String> groups() {
        return Map.of();
    }

    /** One full command line that works, shown in the help. Empty for none. */
    default String example() {
        return "";
    }

    /** Whether {@code -o table|json|yaml} applies, that is, whether it prints by the Invocation. */
    default boolean structured() {
        return true;
    }

    /** Whether the help lists it. */
    default boolean hidden() {
        return false;
    }

    /**
     * A fresh picocli command object, used once. Must be quick and free of effects: it is also
     * called for help and completion.
     */
    Object command(Invocation invocation);
}
