/** Whether two serial numbers are the same: ACM writes colons and leading zeros, a TLS library neither. */
export const sameSerial = (left: string, right: string): boolean => digits(left) === digits(right);

const digits = (serial: string) => serial.replaceAll(':', '').toLowerCase().replace(/^0+/, '');
