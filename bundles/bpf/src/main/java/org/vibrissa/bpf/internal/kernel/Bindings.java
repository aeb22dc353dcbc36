package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Native;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * The directly mapped classes of this bundle. JNA keeps a class and with it the bundle's class
 * loader until it is told to forget it; so they are bound when first used or when the bundle starts
 * again, and unbound when it stops.
 */
public final class Bindings {
    private static final Map<Class<?>, String> KNOWN = new HashMap<>();
    private static boolean bound = true;

    private Bindings() {}

    /** Binds a class to a library; called once by its static initialiser. */
    public static synchronized void add(Class<?> mapped, String library) {
        Native.register(mapped, library);
        KNOWN.put(mapped, library);
    }

    /** Binds again what {@link #unbind} has unbound. */
    public static synchronized void bind() {
        if (!bound) {
            KNOWN.forEach(Native::register);
            bound = true;
        }
    }

    /** Makes JNA forget the classes; none of their methods may be called until {@link #bind}. */
    public static synchronized void unbind() {
        if (bound) {
            KNOWN.keySet().forEach(Bindings::forget);
            bound = false;
        }
    }

    /**
     * Ends JNA's memory of a mapped class. Its per-class options are a weak map whose values hold
     * their own key (JNA 5.19.1, {@code Native.typeOptions}), so unregister alone keeps the class
     * loader.
     */
    private static void forget(Class<?> mapped) {
        Native.unregister(mapped);
        try {
            Field options = Native.class.getDeclaredField("typeOptions");
            options.setAccessible(true);
            ((Map<?, ?>) options.get(null)).remove(mapped);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JNA keeps the class loader of " + mapped, e);
        }
    }
}
