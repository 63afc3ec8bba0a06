// Loaded before the service (`node --import`): fails as a fault of ours would, when it is told to.
process.on('SIGUSR2', () => {
  const fault = new Error('a fault of ours', { cause: new Error('the cause of it') });
  if (process.env.FAULT === 'rejection') void Promise.reject(fault);
  else
    setImmediate(() => {
      throw fault;
    });
});
