export { type GivenAnswer, type GivenAnswers, givenAnswers } from "./given-answers.ts";
