import type { Meter } from '@opentelemetry/api';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { helpOf } from './catalogue/metric-catalogue';

const NS_PER_S = 1e9;

/** What every process tells about itself: memory, processor time, and how late its loop runs. */
export const observeProcess = (meter: Meter): void => {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  meter
    .createObservableGauge('process_resident_memory_bytes', {
      description: helpOf('process_resident_memory_bytes'),
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge('process_heap_used_bytes', {
      description: helpOf('process_heap_used_bytes'),
    })
    .addCallback((result) => result.observe(process.memoryUsage().heapUsed));
  meter
    .createObservableCounter('process_cpu_seconds', {
      description: helpOf('process_cpu_seconds_total'),
    })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe((user + system) / 1e6);
    });
  meter
    .createObservableGauge('event_loop_delay_p99_seconds', {
      description: helpOf('event_loop_delay_p99_seconds'),
    })
    .addCallback((result) => {
      result.observe(loop.percentile(99) / NS_PER_S);
      loop.reset();
    });
};
