package org.vibrissa.mode.internal.receipt;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The receipts of this host, in figures. */
@Component
public final class ReceiptFigures implements MetricSource {
    private final Receipts receipts;

    @Activate
    public ReceiptFigures(@Reference Receipts receipts) {
        this.receipts = receipts;
    }

    @Override
    public List<MetricFamily> families() {
        return ReceiptTally.FAMILIES;
    }

    @Override
    public void collect(MetricSink sink) {
        receipts.tally().tell(sink);
    }
}
