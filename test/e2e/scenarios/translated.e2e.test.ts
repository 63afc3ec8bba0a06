import { describeTranslated } from './scenario-suite.ts';

describeTranslated();
