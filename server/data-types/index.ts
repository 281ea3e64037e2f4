export { closureOf } from './closure.ts';
export { describeCluster, describeDataType } from './describe-data-type.ts';
export {
  type ClusterName,
  clusterNames,
  type DataTypeName,
  dataTypeNames,
  findDataType,
  isDataTypeName,
} from './registry.ts';
