package org.vibrissa.datapath.internal.pipeline;

import java.lang.reflect.Proxy;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;

/** A loader whose objects have every program one asks for. */
final class FakeLoader {
    private FakeLoader() {}

    static BpfLoader make() {
        BpfObject object =
                proxy(
                        BpfObject.class,
                        (method, arguments) ->
                                method.equals("program")
                                        ? new FakeProgram((String) arguments[0])
                                        : null);
        return proxy(
                BpfLoader.class,
                (method, arguments) -> {
                    if (method.equals("load")) {
                        return object;
                    }
                    throw new UnsupportedOperationException(method);
                });
    }

    private interface Answers {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> answers.answer(method.getName(), arguments)));
    }
}
