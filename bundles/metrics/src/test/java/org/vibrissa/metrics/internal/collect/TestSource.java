package org.vibrissa.metrics.internal.collect;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** A source as Declarative Services give it. */
public final class TestSource implements ComponentServiceObjects<MetricSource>, MetricSource {
    private final String name;
    private final List<MetricFamily> families;
    private final Consumer<MetricSink> collect;
    private final AtomicInteger users = new AtomicInteger();

    public TestSource(String name, List<MetricFamily> families, Consumer<MetricSink> collect) {
        this.name = name;
        this.families = families;
        this.collect = collect;
    }

    int users() {
        return users.get();
    }

    @Override
    public MetricSource getService() {
        users.incrementAndGet();
        return this;
    }

    @Override
    public void ungetService(MetricSource service) {
        users.decrementAndGet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public ServiceReference<MetricSource> getServiceReference() {
        return (ServiceReference<MetricSource>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServiceReference.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getProperty" ->
                                            arguments[0].equals("service.id")
                                                    ? (Object) (long) name.hashCode()
                                                    : "test." + name;
                                    case "getBundle" -> null;
                                    default -> throw new AssertionError(method);
                                });
    }

    @Override
    public List<MetricFamily> families() {
        return families;
    }

    @Override
    public void collect(MetricSink sink) {
        collect.accept(sink);
    }
}
