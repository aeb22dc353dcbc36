package org.vibrissa.metrics.internal.http;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.metrics.internal.collect.Scraper;
import org.vibrissa.metrics.internal.hubble.HubbleMetrics;
import org.vibrissa.runtime.ReadyCheck;

/** The endpoint for Prometheus, and the Metrics row of {@code vibrissa status}. */
@Component(
        service = ReadyCheck.class,
        immediate = true,
        configurationPid = ServerComponent.Settings.PID)
public final class ServerComponent implements ReadyCheck {
    /** Settings of the endpoint; a change makes it anew. */
    @interface Settings {
        /** The component configuration that carries them. */
        String PID = "org.vibrissa.metrics";

        /** Addresses with ports. */
        String[] listen() default {};

        /** Certificate file. */
        String tls_cert() default "";

        /** Key file. */
        String tls_key() default "";

        /** File with the authorities of clients. */
        String tls_client_ca() default "";
    }

    private final Scraper scraper;
    private final Listening listening;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HubbleMetrics hubble;

    @Activate
    public ServerComponent(@Reference Scraper scraper, Settings settings) {
        this.scraper = scraper;
        listening =
                new Listening(
                        scraper::scrape,
                        List.of(settings.listen()),
                        settings.tls_cert(),
                        settings.tls_key(),
                        settings.tls_client_ca());
    }

    @Deactivate
    void stop() {
        listening.close();
    }

    @Override
    public String name() {
        return "Metrics";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        List<String> served = listening.served();
        StringBuilder text = new StringBuilder();
        text.append(served.isEmpty() ? "off" : "OK (" + String.join(", ", served) + ")");
        text.append(", ").append(scraper.sources()).append(" sources");
        if (!listening.problem().isEmpty()) {
            text.append("; ").append(listening.problem());
        }
        HubbleMetrics flows = hubble;
        if (flows != null) {
            flows.problems().forEach(problem -> text.append("; ").append(problem));
        }
        return text.toString();
    }
}
