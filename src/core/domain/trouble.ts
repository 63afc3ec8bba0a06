/** Why a provider is left alone for a while. */
export type Trouble = 'key-refused' | 'out-of-credit' | 'maintenance' | 'failing';
