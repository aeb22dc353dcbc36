package org.vibrissa.metrics.internal.expose;

import java.io.IOException;
import java.io.OutputStream;
import org.vibrissa.metrics.internal.collect.Family;
import org.vibrissa.metrics.internal.collect.Scrape;

/** The formats in which figures are given. */
public enum TextFormat {
    /** What Prometheus has always read. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8") {
        @Override
        void write(TextWriter out, Scrape scrape) throws IOException {
            for (Family family : scrape.families()) {
                new Exposition(out, family.meaning()).writePrometheus(family);
            }
        }
    },
    /** The standard that came of it. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8") {
        @Override
        void write(TextWriter out, Scrape scrape) throws IOException {
            for (Family family : scrape.families()) {
                new Exposition(out, family.meaning()).writeOpenMetrics(family);
            }
            out.ascii("# EOF\n");
        }
    };

    private final String contentType;

    TextFormat(String contentType) {
        this.contentType = contentType;
    }

    abstract void write(TextWriter out, Scrape scrape) throws IOException;

    public String contentType() {
        return contentType;
    }

    /** Writes the scrape; the stream stays open. */
    public void write(Scrape scrape, OutputStream out) throws IOException {
        TextWriter writer = new TextWriter(out);
        write(writer, scrape);
        writer.flush();
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
