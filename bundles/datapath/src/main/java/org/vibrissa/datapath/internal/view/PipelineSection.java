package org.vibrissa.datapath.internal.view;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.datapath.Pipeline;

/** The pipeline in a bug report. */
@Component
public final class PipelineSection implements DebugSection {
    private final Pipeline pipeline;

    @Activate
    public PipelineSection(@Reference Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public Object collect() {
        return pipeline.slots();
    }
}
