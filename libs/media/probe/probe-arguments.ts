import {
  INPUT_ARGUMENTS,
  inputRestrictions,
  LOOKING_RESTRICTIONS,
  type InputKind,
} from '../input/input-arguments';
import type { InputLimits } from '../input/input-limits';

export interface ProbePlan {
  readonly kind: InputKind;
  readonly limits: InputLimits;
}

/** Named one by one: a file with a megabyte in each of a thousand tags then still gets a short answer. */
const WANTED = [
  'format=format_name,start_time,duration,size,bit_rate',
  [
    'format_tags=title,encoder,software,creation_time,com.apple.quicktime.make,com.apple.quicktime.model',
    'com.apple.quicktime.software,com.android.manufacturer,com.android.model,make,model',
  ].join(','),
  [
    'stream=index,codec_type,codec_name,profile,width,height,sample_aspect_ratio,pix_fmt,field_order',
    'color_range,color_space,color_transfer,color_primaries,bits_per_raw_sample,avg_frame_rate,r_frame_rate',
    'start_time,duration,bit_rate,nb_frames,sample_rate,channels,channel_layout',
  ].join(','),
  'stream_disposition=attached_pic,default',
  'stream_tags=rotate,encoder,duration',
  'stream_side_data=rotation',
].join(':');

export function probeArguments(plan: ProbePlan): readonly string[] {
  return [
    ...['-hide_banner', '-v', 'error', '-threads', '1'],
    ...LOOKING_RESTRICTIONS,
    ...inputRestrictions(plan.kind, plan.limits),
    ...['-print_format', 'json=compact=1', '-show_entries', WANTED],
    ...INPUT_ARGUMENTS,
  ];
}
