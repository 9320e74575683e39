/** The form as the document shows it; what reads it is MultipartForm. */
export const FORM_SCHEMA = {
  type: 'object',
  required: ['file'],
  properties: {
    filename: {
      type: 'string',
      maxLength: 5000,
      description: 'Name of the file, instead of the one that the file part has; before the file.',
      example: 'entrance.mp4',
    },
    content_type: {
      type: 'string',
      maxLength: 127,
      description:
        'Content type, instead of the one that the file part has; before the file. Where neither says one, the extension does.',
      example: 'video/mp4',
    },
    file: {
      type: 'string',
      format: 'binary',
      description: 'The file, once, with a file name.',
      example: '(the bytes)',
    },
    metadata: {
      type: 'string',
      maxLength: 65_536,
      description: 'A JSON object; the answer says it again.',
      example: '{"camera":"north"}',
    },
  },
};
