package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.vibrissa.swap.BundleDetail.Component;

/** A bundle's declarative services. */
final class Components {
    /** The line of a stack trace that begins a throwable. */
    private static final Pattern THROWABLE =
            Pattern.compile("(?m)^(?:Caused by: )?([A-Za-z0-9_.$]+)(?:: |$)");

    private static final Set<String> WRAPPERS =
            Set.of(
                    "java.lang.reflect.InvocationTargetException",
                    "org.osgi.service.component.ComponentException");

    private final ServiceComponentRuntime scr;

    Components(ServiceComponentRuntime scr) {
        this.scr = scr;
    }

    List<Component> of(Bundle bundle) {
        return scr.getComponentDescriptionDTOs(bundle).stream().flatMap(this::states).toList();
    }

    /** The first component that does not work, in words; empty when all do. */
    String problem(Bundle bundle) {
        return of(bundle).stream()
                .filter(c -> !c.awaits().isEmpty())
                .findFirst()
                .map(c -> simple(c.name()) + ": " + c.state() + ", " + c.awaits())
                .orElse("");
    }

    /** As {@link #problem}, with the cause where a component's constructor failed. */
    String rootProblem(Bundle bundle) {
        return scr.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(d -> scr.getComponentConfigurationDTOs(d).stream())
                .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .findFirst()
                .map(c -> cause(c.failure))
                .orElseGet(() -> problem(bundle));
    }

    /**
     * Message, all lines of it, of the first throwable of a stack trace that is no mere wrapper.
     */
    private static String cause(String trace) {
        String text = Optional.ofNullable(trace).orElse("unknown");
        Matcher throwable = THROWABLE.matcher(text);
        int start = 0;
        while (throwable.find()) {
            start = throwable.end();
            if (!WRAPPERS.contains(throwable.group(1))) {
                break;
            }
        }
        return text.substring(start)
                .lines()
                .takeWhile(line -> !line.startsWith("\tat "))
                .collect(Collectors.joining("\n"));
    }

    private Stream<Component> states(ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> all = scr.getComponentConfigurationDTOs(description);
        if (all.isEmpty() && description.factory != null) {
            return Stream.of(new Component(description.name, "factory", ""));
        }
        if (all.isEmpty()) {
            boolean enabled = scr.isComponentEnabled(description);
            String state = enabled ? "unsatisfied configuration" : "disabled";
            String awaits = enabled ? "a configuration" : "";
            return Stream.of(new Component(description.name, state, awaits));
        }
        return all.stream().map(c -> component(description, c));
    }

    private static Component component(
            ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE -> new Component(description.name, "active", "");
            case ComponentConfigurationDTO.SATISFIED ->
                    new Component(description.name, "satisfied", "");
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    new Component(
                            description.name, "failed", firstLine(cause(configuration.failure)));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    new Component(
                            description.name,
                            "unsatisfied reference",
                            "awaits " + awaited(description, configuration));
            default ->
                    new Component(description.name, "unsatisfied configuration", "a configuration");
        };
    }

    private static String awaited(
            ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        return Arrays.stream(configuration.unsatisfiedReferences)
                .map(
                        missing ->
                                Arrays.stream(description.references)
                                        .filter(r -> r.name.equals(missing.name))
                                        .map(r -> r.interfaceName)
                                        .findFirst()
                                        .orElse(missing.name))
                .collect(Collectors.joining(", "));
    }

    private static String firstLine(String failure) {
        return failure.lines().findFirst().orElse("unknown");
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
