package org.vibrissa.metrics.internal.expose;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.vibrissa.metrics.internal.collect.Scrape;

/** The formats in which figures are given. */
public enum TextFormat {
    /** What Prometheus has always read. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8") {
        @Override
        ExpositionFormatWriter writer() {
            return PrometheusTextFormatWriter.create();
        }
    },
    /** The standard that came of it. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8") {
        @Override
        ExpositionFormatWriter writer() {
            return OpenMetricsTextFormatWriter.create();
        }
    };

    private final String contentType;

    TextFormat(String contentType) {
        this.contentType = contentType;
    }

    abstract ExpositionFormatWriter writer();

    public String contentType() {
        return contentType;
    }

    /** Writes the scrape; the stream stays open. */
    public void write(Scrape scrape, OutputStream out) throws IOException {
        // Names here are such as any client reads: to escape them would only copy every series.
        writer().write(out, Snapshots.of(scrape), EscapingScheme.ALLOW_UTF8);
    }

    /**
     * What a client likes best by its header {@code Accept}; Prometheus' own when it is missing or
     * names none of both, as every client reads that.
     */
    public static TextFormat of(String accept) {
        double plain = 0;
        double open = 0;
        for (String part : accept.split(",", -1)) {
            MediaRange range = MediaRange.of(part);
            if (range.is("application/openmetrics-text") && range.versionIs("1.0.0", "0.0.1")) {
                open = Math.max(open, range.quality());
            } else if (range.is("text/plain") || range.is("text/*") || range.is("*/*")) {
                plain = Math.max(plain, range.quality());
            }
        }
        return open > 0 && open >= plain ? OPENMETRICS : PROMETHEUS;
    }
}
