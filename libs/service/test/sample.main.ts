import { runService } from '../src';
import { sampleService } from './sample-service';

/** The sample as a process of its own; OUTCRY_SAMPLE_DIR holds its migrations. */
void runService(sampleService(process.env['OUTCRY_SAMPLE_DIR'] ?? '.'));
