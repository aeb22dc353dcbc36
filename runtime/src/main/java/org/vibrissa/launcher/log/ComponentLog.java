package org.vibrissa.launcher.log;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Where the component runtime logs. A component that cannot start is one line with the reason, its
 * stack trace is for level debug. What follows from it, others that cannot start for want of it, is
 * for level debug too: the readiness checks say what is missing.
 */
public final class ComponentLog implements LoggerFactory {
    private static final List<String> CONSEQUENCES =
            List.of("Unable to get service for reference", "Could not get service from ref");

    private final org.slf4j.Logger log;
    private volatile String toldLast = "";

    public ComponentLog(org.slf4j.Logger log) {
        this.log = log;
    }

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName(), Logger.class);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> form) {
        return getLogger(type.getName(), form);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> form) {
        return getLogger(name, form);
    }

    /** The interface has some forty methods that differ in level and number of arguments. */
    @Override
    public <L extends Logger> L getLogger(String name, Class<L> form) {
        return form.cast(
                Proxy.newProxyInstance(
                        form.getClassLoader(),
                        new Class<?>[] {form},
                        (proxy, method, arguments) -> call(name, method, arguments)));
    }

    private Object call(String name, Method method, Object[] arguments) {
        String called = method.getName();
        if (called.equals("getName") || called.equals("toString")) {
            return name;
        }
        if (method.getReturnType() == boolean.class) {
            return isEnabled(called);
        }
        if (arguments != null && arguments[0] instanceof String message) {
            write(called, message, thrown(arguments));
        }
        return null;
    }

    /** What it tells of its everyday work goes one level down. */
    private boolean isEnabled(String question) {
        return switch (question) {
            case "isErrorEnabled", "isWarnEnabled" -> true;
            case "isInfoEnabled" -> log.isDebugEnabled();
            default -> log.isTraceEnabled();
        };
    }

    private static Throwable thrown(Object[] arguments) {
        Object last = arguments[arguments.length - 1];
        return last instanceof Throwable thrown ? thrown : null;
    }

    private void write(String level, String message, Throwable thrown) {
        if (isTold(message, thrown)) {
            log.debug(message, thrown);
            return;
        }
        String line = thrown == null ? message : message + ": " + reason(thrown);
        switch (level) {
            case "error" -> log.error(line);
            case "warn" -> log.warn(line);
            case "info", "audit" -> log.debug(line);
            default -> log.trace(line);
        }
        if (thrown != null) {
            log.debug(message, thrown);
        }
    }

    /**
     * Whether a reader knows it: another component fails for the same reason, or for want of one.
     */
    private boolean isTold(String message, Throwable thrown) {
        if (thrown == null) {
            return CONSEQUENCES.stream().anyMatch(message::contains);
        }
        String reason = reason(thrown);
        boolean told = reason.equals(toldLast);
        toldLast = reason;
        return told;
    }

    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
