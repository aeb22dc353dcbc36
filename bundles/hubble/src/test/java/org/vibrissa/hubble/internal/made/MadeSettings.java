package org.vibrissa.hubble.internal.made;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as the configuration gives them: what is not set is as declared. */
public final class MadeSettings {
    private MadeSettings() {}

    /** By the names of their methods. */
    public static <T> T of(Class<T> type, Map<String, Object> set) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> value(method, set)));
    }

    private static Object value(Method method, Map<String, Object> set) {
        return set.getOrDefault(method.getName(), method.getDefaultValue());
    }
}
